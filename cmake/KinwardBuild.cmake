# How every folder is built: strict warnings, hardening, and three short functions.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_FLAGS_RELEASE "-O2")
# One flag for libraries and programs alike, or they could not share a precompiled header.
add_compile_options(-fPIE)
add_link_options(-pie)
find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros ${CCACHE})
endif()

set(KINWARD_SANITIZE "" CACHE STRING "address,undefined or thread")
set(KINWARD_PRECOMPILE ON CACHE BOOL "compile the most included headers once")
set(KINWARD_COVERAGE OFF CACHE BOOL "instrument for gcov")

add_library(kinward_flags INTERFACE)
target_include_directories(kinward_flags INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(kinward_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wformat=2 -Wimplicit-fallthrough
  -Wbidi-chars=any -Werror)
# g++ 12 warns wrongly about coroutine frames (GCC bug 100485 and kin).
target_compile_options(kinward_flags INTERFACE -Wno-error=maybe-uninitialized
  -Wno-mismatched-new-delete)
if(KINWARD_SANITIZE)
  add_compile_options(-fsanitize=${KINWARD_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -g1)
  add_link_options(-fsanitize=${KINWARD_SANITIZE})
else()
  add_compile_options(-D_GLIBCXX_ASSERTIONS -fstack-protector-strong -fstack-clash-protection
    -fcf-protection=full)
  add_compile_definitions($<$<CONFIG:Release>:_FORTIFY_SOURCE=3>)
  add_link_options(-Wl,-z,relro,-z,now,-z,noexecstack)
endif()
if(KINWARD_COVERAGE)
  add_compile_options(--coverage)
  add_link_options(--coverage)
endif()

# Some packages ask for these; a precompiled header must see the same everywhere.
add_compile_definitions(NOMINMAX _FILE_OFFSET_BITS=64)
if(KINWARD_PRECOMPILE)
  set(precompiled ${CMAKE_SOURCE_DIR}/cmake/precompiled)
  foreach(kind plain tests)
    add_library(kinward_precompiled_${kind} OBJECT ${precompiled}/${kind}.cc)
    target_precompile_headers(kinward_precompiled_${kind} PRIVATE ${precompiled}/${kind}.h)
    target_compile_options(kinward_precompiled_${kind} PRIVATE -fpch-preprocess)  # ccache wants it
    target_link_libraries(kinward_precompiled_${kind} PRIVATE kinward_flags)
  endforeach()
  target_compile_definitions(kinward_precompiled_tests PRIVATE GTEST_HAS_PTHREAD=1)
endif()
function(kinward_precompiled name kind)
  if(KINWARD_PRECOMPILE)
    target_compile_options(${name} PRIVATE -fpch-preprocess)
    target_precompile_headers(${name} REUSE_FROM kinward_precompiled_${kind})
  endif()
endfunction()

# kinward_library(NAME DIRS... SOURCES... DEPS...): all *.cc of the listed folders (none listed: of this
# one), tests and main.cc left out; and these sources.
function(kinward_library name)
  cmake_parse_arguments(ARG "" "" "DIRS;SOURCES;DEPS" ${ARGN})
  set(sources ${ARG_SOURCES})
  if(NOT ARG_DIRS)
    set(ARG_DIRS .)
  endif()
  foreach(dir ${ARG_DIRS})
    file(GLOB found CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${dir}/*.cc)
    list(APPEND sources ${found})
  endforeach()
  list(FILTER sources EXCLUDE REGEX "(_test|_itest|_bench|/main|_main)\\.cc$")
  add_library(${name} STATIC ${sources})
  set_target_properties(${name} PROPERTIES LINKER_LANGUAGE CXX)
  target_link_libraries(${name} PUBLIC kinward_flags ${ARG_DEPS})
  kinward_precompiled(${name} plain)
endfunction()

# kinward_tests(NAME DEPS...): unit tests (*_test.cc) make NAME_test; tests that need the real servers
# (*_itest.cc) make NAME_itest, which ctest runs between the fixture that starts and stops them.
function(kinward_tests name)
  cmake_parse_arguments(ARG "" "" "DIRS;DEPS" ${ARGN})
  foreach(kind test itest)
    set(sources)
    foreach(dir . ${ARG_DIRS})
      file(GLOB found CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${dir}/*_${kind}.cc)
      list(APPEND sources ${found})
    endforeach()
    if(sources)
      add_executable(${name}_${kind} ${sources})
      target_link_libraries(${name}_${kind} PRIVATE ${ARG_DEPS} GTest::gtest GTest::gtest_main GTest::gmock)
      kinward_precompiled(${name}_${kind} tests)
      add_test(NAME ${name}_${kind} COMMAND ${name}_${kind})
      if(kind STREQUAL "itest")
        # One at a time: they share the servers and this machine's few cores.
        set_tests_properties(${name}_itest PROPERTIES FIXTURES_REQUIRED servers TIMEOUT 600
          RESOURCE_LOCK servers
          ENVIRONMENT "KINWARD_SERVERS=${CMAKE_BINARY_DIR}/servers/servers.json")
      else()
        set_tests_properties(${name}_test PROPERTIES TIMEOUT 300)
      endif()
    endif()
  endforeach()
endfunction()

# kinward_program(NAME SOURCES... DEPS...): an executable under build/<preset>/.
function(kinward_program name)
  cmake_parse_arguments(ARG "" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE kinward_flags ${ARG_DEPS})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
  kinward_precompiled(${name} plain)
endfunction()
