// protoc plugin: for each file that is an aggregate's, the variants of its commands and of its
// events. A message added to the proto joins the variant, and the build fails until somebody
// decides or applies it. It writes nothing else: no dispatch, no codec.
#include <google/protobuf/compiler/code_generator.h>
#include <google/protobuf/compiler/plugin.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/printer.h>
#include <google/protobuf/io/zero_copy_stream.h>

#include <cctype>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "kinward/common/v1/options.pb.h"

namespace {

using google::protobuf::FileDescriptor;
namespace options = kinward::common::v1;

std::string CamelCase(const std::string& kebab) {
  std::string name;
  bool upper = true;
  for (const char letter : kebab) {
    if (letter == '-') {
      upper = true;
      continue;
    }
    name += upper ? static_cast<char>(std::toupper(static_cast<unsigned char>(letter))) : letter;
    upper = false;
  }
  return name;
}

std::string Joined(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

std::string NamespaceOf(const FileDescriptor& file) {
  std::string name;
  for (const char letter : file.package())
    name += letter == '.' ? std::string("::") : std::string(1, letter);
  return name;
}

// kinward.scheduling.v1 → scheduling
std::string ContextOf(const FileDescriptor& file) {
  const std::string& package = file.package();
  const auto from = package.find('.') + 1;
  return package.substr(from, package.find('.', from) - from);
}

class Generator : public google::protobuf::compiler::CodeGenerator {
 public:
  [[nodiscard]] std::uint64_t GetSupportedFeatures() const override {
    return FEATURE_PROTO3_OPTIONAL;
  }

  bool Generate(const FileDescriptor* file, const std::string& /*parameter*/,
                google::protobuf::compiler::GeneratorContext* context,
                std::string* error) const override {
    const std::string stem = file->name().substr(0, file->name().rfind(".proto"));
    const std::unique_ptr<google::protobuf::io::ZeroCopyOutputStream> output(
        context->Open(stem + ".domain.h"));
    google::protobuf::io::Printer printer(output.get(), '$');
    printer.Print("// Generated from $file$; do not edit.\n#pragma once\n\n", "file", file->name());
    const std::string aggregate = file->options().GetExtension(options::aggregate);
    if (aggregate.empty()) return true;

    std::vector<std::string> commands;
    std::vector<std::string> events;
    for (int i = 0; i < file->message_type_count(); ++i) {
      const auto& message = *file->message_type(i);
      if (message.options().HasExtension(options::command)) {
        const std::string& stream = message.options().GetExtension(options::command).stream();
        if (message.FindFieldByName(stream) == nullptr) {
          *error = message.full_name() + ": its stream field \"" + stream + "\" does not exist";
          return false;
        }
        commands.push_back(message.name());
      }
      if (message.options().HasExtension(options::event)) events.push_back(message.name());
    }
    printer.Print(
        "#include <string_view>\n#include <variant>\n\n#include \"$stem$.pb.h\"\n\n"
        "namespace $namespace$ {\n\nstruct $name$Messages {\n"
        "  static constexpr std::string_view kContext = \"$context$\";\n"
        "  static constexpr std::string_view kAggregate = \"$aggregate$\";\n"
        "  using Command = std::variant<$commands$>;\n  using Event = "
        "std::variant<$events$>;\n};\n\n"
        "}  // namespace $namespace$\n",
        "stem", stem, "namespace", NamespaceOf(*file), "name", CamelCase(aggregate), "aggregate",
        aggregate, "context", ContextOf(*file), "commands", Joined(commands), "events",
        Joined(events));
    return true;
  }
};

}  // namespace

int main(int argc, char** argv) {
  const Generator generator;
  return google::protobuf::compiler::PluginMain(argc, argv, &generator);
}
