#include "services/gateway/partner/cloud_event.h"

#include <algorithm>
#include <map>
#include <optional>

#include "libs/rpc/base64.h"
#include "libs/rpc/formats.h"
#include "libs/rpc/json_parse.h"
#include "libs/rpc/utf8.h"

namespace kinward::gateway {
namespace {

using rpc::FieldFault;
using rpc::JsonValue;

constexpr std::string_view kAccepted =
    "application/cloudevents+json, application/cloudevents-batch+json, or application/json with "
    "ce- headers";

std::string Lower(std::string_view text) {
  std::string lower{text};
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

Problem WrongMediaType() {
  return ProblemAt(415, "media_type", "", "send " + std::string{kAccepted});
}
std::variant<JsonValue, Problem> Parse(const std::string& text) {
  auto parsed = rpc::ParseJson(text);
  if (auto* fault = std::get_if<FieldFault>(&parsed)) return ProblemOf(400, {std::move(*fault)});
  return std::get<JsonValue>(std::move(parsed));
}
Problem NotAnObject(const std::string& pointer) {
  return ProblemAt(400, "json.not_object", pointer,
                   "send one event as an object, or the batch type");
}

// The attributes as texts, however they were sent; faults gathered.
struct Envelope {
  std::map<std::string, std::string> attributes;
  std::vector<FieldFault> faults;
};

bool HasControl(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7f;
  });
}

std::optional<std::string> Attribute(const Envelope& envelope, const std::string& name) {
  const auto found = envelope.attributes.find(name);
  if (found == envelope.attributes.end() || found->second.empty()) return std::nullopt;
  return found->second;
}

// Checks what CloudEvents and we require of every event, all faults together.
EventOrProblem Finish(Envelope envelope, const std::string& pointer) {
  CloudEvent event;
  auto fault = [&](const std::string& name, std::string code, std::string detail) {
    envelope.faults.push_back({pointer + "/" + name, std::move(code), std::move(detail)});
  };
  if (Attribute(envelope, "specversion").value_or("") != "1.0") {
    fault("specversion", "ce.specversion", "use CloudEvents 1.0");
  }
  event.id = Attribute(envelope, "id").value_or("");
  if (event.id.empty() || rpc::CharacterCount(event.id) > kEventIdLengthMax ||
      HasControl(event.id)) {
    fault("id", "ce.id", "1 to 128 characters, none of them a control character");
  }
  event.source = Attribute(envelope, "source").value_or("");
  if (event.source.empty() || HasControl(event.source))
    fault("source", "ce.source", "must be given");
  event.type = Attribute(envelope, "type").value_or("");
  if (event.type.empty() || HasControl(event.type)) fault("type", "ce.type", "must be given");
  const auto time = ParseTime(Attribute(envelope, "time").value_or(""));
  if (time) {
    event.time = *time;
  } else {
    fault("time", "ce.time", "expected an RFC 3339 time with an offset");
  }
  event.subject = Attribute(envelope, "subject").value_or("");
  if (event.subject.size() > 256 || rpc::CheckPlain(event.subject)) {
    fault("subject", "ce.subject", "an opaque reference of at most 256 characters");
  }
  if (!envelope.faults.empty()) return ProblemOf(400, std::move(envelope.faults));
  event.pointer = pointer;
  return event;
}

bool IsAttributeName(std::string_view name) {
  return !name.empty() && name != "data" && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  });
}

// The event's data out of `data` or `data_base64`.
std::optional<Problem> TakeData(const JsonValue& json, const std::string& pointer,
                                const std::string& media_type, CloudEvent& event) {
  const JsonValue* data = json.Find("data");
  const JsonValue* encoded = json.Find("data_base64");
  const std::string type = Lower(media_type.substr(0, media_type.find(';')));
  if (!type.empty() && type != "application/json") return WrongMediaType();
  if ((data == nullptr) == (encoded == nullptr)) {
    return ProblemAt(400, "ce.data", pointer + "/data", "exactly one of data and data_base64");
  }
  event.data_pointer = pointer + "/data";
  if (data != nullptr) {
    event.data = *data;
    return std::nullopt;
  }
  const auto text = encoded->IsString() ? rpc::Base64Decode(encoded->text) : std::nullopt;
  if (!text) return ProblemAt(400, "ce.data", pointer + "/data_base64", "expected base64");
  auto parsed = Parse(*text);
  if (auto* problem = std::get_if<Problem>(&parsed)) return std::move(*problem);
  event.data = std::get<JsonValue>(std::move(parsed));
  return std::nullopt;
}

// One event of the JSON format.
EventOrProblem ReadStructured(const JsonValue& json, const std::string& pointer) {
  if (!json.IsObject()) return NotAnObject(pointer);
  Envelope envelope;
  for (std::size_t i = 0; i < json.names.size(); ++i) {
    const std::string& name = json.names[i];
    const JsonValue& value = json.items[i];
    if (name == "data" || name == "data_base64" || value.IsNull()) continue;
    if (!IsAttributeName(name)) {
      envelope.faults.push_back({rpc::Below(pointer, name), "ce.attribute",
                                 "attribute names are lower-case letters and digits"});
    } else if (value.IsString()) {
      envelope.attributes[name] = value.text;
    } else if (value.IsObject() || value.IsArray()) {
      envelope.faults.push_back(
          {rpc::Below(pointer, name), "ce.attribute", "an attribute is a text, number or flag"});
    }
  }
  const std::string media_type = Attribute(envelope, "datacontenttype").value_or("");
  EventOrProblem read = Finish(std::move(envelope), pointer);
  if (auto* event = std::get_if<CloudEvent>(&read)) {
    if (auto problem = TakeData(json, pointer, media_type, *event)) return std::move(*problem);
  }
  return read;
}

// Undoes RFC 7230's quoting, then one round of percent-encoding. A stray '%' is kept: the npm SDK
// sends it.
std::optional<std::string> DecodeHeader(std::string_view value) {
  std::string text;
  const bool quoted = value.size() >= 2 && value.front() == '"' && value.back() == '"';
  if (quoted) value = value.substr(1, value.size() - 2);
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (quoted && value[i] == '\\' && i + 1 < value.size()) ++i;
    const auto byte = value[i] == '%' ? http::PercentDecode(value.substr(i, 3)) : std::nullopt;
    if (byte && byte->size() == 1) {
      text += *byte;
      i += 2;
    } else {
      text += value[i];
    }
  }
  if (!rpc::IsUtf8(text)) return std::nullopt;
  return text;
}

EventOrProblem ReadBinary(const http::Request& request) {
  Envelope envelope;
  for (const auto& [name, value] : request.headers) {
    if (!name.starts_with("ce-")) continue;
    const std::string attribute = name.substr(3);
    auto decoded = DecodeHeader(value);
    if (attribute == "datacontenttype") {
      envelope.faults.push_back(
          {"/datacontenttype", "ce.attribute", "Content-Type says it already"});
    } else if (!IsAttributeName(attribute) || envelope.attributes.contains(attribute)) {
      envelope.faults.push_back(
          {"/" + attribute, "ce.attribute", "not an attribute, or given twice"});
    } else if (!decoded) {
      envelope.faults.push_back(
          {"/" + attribute, "ce." + attribute, "expected percent-encoded UTF-8"});
    } else {
      envelope.attributes[attribute] = std::move(*decoded);
    }
  }
  auto parsed = Parse(request.body);
  if (auto* problem = std::get_if<Problem>(&parsed)) return std::move(*problem);
  EventOrProblem read = Finish(std::move(envelope), "");
  if (auto* event = std::get_if<CloudEvent>(&read)) {
    event->data = std::get<JsonValue>(std::move(parsed));
  }
  return read;
}

// Bytes that each item of a JSON array takes in `text`; the array is known to be well formed.
std::vector<std::size_t> ItemSizes(std::string_view text) {
  std::vector<std::size_t> sizes;
  int depth = 0;
  bool in_text = false;
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_text) {
      if (c == '\\') ++i;
      if (c == '"') in_text = false;
      continue;
    }
    if (c == '"') in_text = true;
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') --depth;
    if (depth == 1 && c == '[' && start == 0) start = i + 1;
    if ((depth == 1 && c == ',') || (depth == 0 && c == ']')) {
      sizes.push_back(i - start);
      start = i + 1;
    }
  }
  return sizes;
}

Problem TooLarge(const std::string& pointer) {
  return ProblemAt(413, "size.event", pointer, "an event has at most 64 KB");
}

// What is nested beyond all measure is told so, however large it is: the parser stops at its limit.
Problem TooLargeOrDeep(const std::string& body) {
  const auto parsed = rpc::ParseJson(body);
  const auto* fault = std::get_if<FieldFault>(&parsed);
  const bool deep = fault != nullptr && fault->code == "json.too_deep";
  return deep ? ProblemOf(400, {*fault}) : TooLarge("");
}

std::variant<Delivery, Problem> ReadBatch(const http::Request& request) {
  auto parsed = Parse(request.body);
  if (auto* problem = std::get_if<Problem>(&parsed)) return std::move(*problem);
  const auto& json = std::get<JsonValue>(parsed);
  if (!json.IsArray()) return ProblemAt(400, "json.not_object", "", "a batch is a list of events");
  if (json.items.size() > kBatchItemsMax) {
    return ProblemAt(413, "size.batch", "", "a batch has at most 20 events");
  }
  Delivery delivery;
  delivery.batch = true;
  const auto sizes = ItemSizes(request.body);
  std::map<std::pair<std::string, std::string>, std::size_t> seen;
  for (std::size_t i = 0; i < json.items.size(); ++i) {
    const std::string pointer = "/" + std::to_string(i);
    const bool large = i < sizes.size() && sizes[i] > kEventBytesMax;
    delivery.events.push_back(large ? EventOrProblem{TooLarge(pointer)}
                                    : ReadStructured(json.items[i], pointer));
    const auto* event = std::get_if<CloudEvent>(&delivery.events.back());
    if (event != nullptr && !seen.emplace(std::pair{event->source, event->id}, i).second) {
      return ProblemAt(409, "ce.id_conflict", pointer + "/id",
                       "an id is given twice in this batch");
    }
  }
  return delivery;
}

}  // namespace

std::variant<Delivery, Problem> ReadDelivery(const http::Request& request) {
  if (request.Header("content-encoding")) {
    return ProblemAt(415, "encoding.unsupported", "", "send the body as it is, not compressed");
  }
  const http::MediaType type = http::MediaTypeOf(request);
  const bool batch = type.name == "application/cloudevents-batch+json";
  const bool structured = type.name == "application/cloudevents+json";
  const bool binary = type.name == "application/json" && request.Header("ce-specversion");
  const bool binary_by_other =
      type.name == "application/json" && (request.Header("ce-id") || request.Header("ce-type"));
  if (!batch && !structured && !binary && !binary_by_other) return WrongMediaType();
  if (!type.charset.empty() && type.charset != "utf-8") {
    return ProblemAt(415, "media_type.charset", "", "send UTF-8");
  }
  if (batch) return ReadBatch(request);
  if (request.body.size() > kEventBytesMax) return TooLargeOrDeep(request.body);
  Delivery delivery;
  if (structured) {
    auto parsed = Parse(request.body);
    if (auto* problem = std::get_if<Problem>(&parsed)) return std::move(*problem);
    delivery.events.push_back(ReadStructured(std::get<JsonValue>(parsed), ""));
  } else {
    delivery.events.push_back(ReadBinary(request));
  }
  return delivery;
}

}  // namespace kinward::gateway
