#include "libs/observe/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace kinward::observe {
namespace {

prometheus::Registry& Registry() {
  static prometheus::Registry registry{prometheus::Registry::InsertBehavior::Merge};
  return registry;
}

void UpdateProcess() {
  static const Gauge memory = MakeGauge("process_resident_memory_bytes", "Resident memory.");
  static const Gauge cpu = MakeGauge("process_cpu_seconds", "User and system time used.");
  static const Gauge files = MakeGauge("process_open_fds", "Open file descriptors.");
  long pages = 0;
  long resident = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  memory.Set(static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)));
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  cpu.Set(seconds(usage.ru_utime) + seconds(usage.ru_stime));
  std::error_code ignored;
  double count = 0;
  for ([[maybe_unused]] const auto& file :
       std::filesystem::directory_iterator("/proc/self/fd", ignored))
    ++count;
  files.Set(count);
}

}  // namespace

void Counter::Add(double amount) const { counter_->Increment(amount); }
void Gauge::Set(double value) const { gauge_->Set(value); }
void Histogram::Observe(double seconds) const { histogram_->Observe(seconds); }

Counter MakeCounter(const std::string& name, const std::string& help, const Labels& labels) {
  Counter counter;
  counter.counter_ =
      &prometheus::BuildCounter().Name(name).Help(help).Register(Registry()).Add(labels);
  return counter;
}

Gauge MakeGauge(const std::string& name, const std::string& help, const Labels& labels) {
  Gauge gauge;
  gauge.gauge_ = &prometheus::BuildGauge().Name(name).Help(help).Register(Registry()).Add(labels);
  return gauge;
}

Histogram MakeHistogram(const std::string& name, const std::string& help, const Labels& labels) {
  Histogram histogram;
  histogram.histogram_ = &prometheus::BuildHistogram()
                              .Name(name)
                              .Help(help)
                              .Register(Registry())
                              .Add(labels, prometheus::Histogram::BucketBoundaries{
                                               0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1,
                                               0.25, 0.5, 1, 2.5, 5, 10});
  return histogram;
}

std::string MetricsText() {
  UpdateProcess();
  return prometheus::TextSerializer().Serialize(Registry().Collect());
}

}  // namespace kinward::observe
