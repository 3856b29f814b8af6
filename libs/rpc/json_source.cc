// Boost.JSON comes as source: compiled here and nowhere else.
#define BOOST_JSON_SOURCE
#include <boost/json/src.hpp>
