// Prometheus metrics behind three small handles. Registered once at start; labels come from closed
// lists. Not here: the HTTP that serves them (libs/http), nor which metrics exist (each service's
// own).
#pragma once

#include <map>
#include <string>
#include <vector>

namespace prometheus {
class Counter;
class Gauge;
class Histogram;
}  // namespace prometheus

namespace kinward::observe {

using Labels = std::map<std::string, std::string>;

class Counter {
 public:
  void Add(double amount = 1) const;

 private:
  friend Counter MakeCounter(const std::string&, const std::string&, const Labels&);
  prometheus::Counter* counter_ = nullptr;
};
class Gauge {
 public:
  void Set(double value) const;

 private:
  friend Gauge MakeGauge(const std::string&, const std::string&, const Labels&);
  prometheus::Gauge* gauge_ = nullptr;
};
class Histogram {
 public:
  void Observe(double seconds) const;

 private:
  friend Histogram MakeHistogram(const std::string&, const std::string&, const Labels&);
  prometheus::Histogram* histogram_ = nullptr;
};

// Names carry the prefix kinward_ and their unit (_total, _seconds, _bytes). The same name and
// labels give the same metric.
Counter MakeCounter(const std::string& name, const std::string& help, const Labels& labels = {});
Gauge MakeGauge(const std::string& name, const std::string& help, const Labels& labels = {});
// Seconds, in buckets from 0.5 ms to 10 s.
Histogram MakeHistogram(const std::string& name, const std::string& help,
                        const Labels& labels = {});

// The text exposition of everything registered, and of the process (memory, CPU, descriptors).
std::string MetricsText();

}  // namespace kinward::observe
