# Strict warnings and hardening, for gcc and clang alike. VIGIE_SANITIZE: "address,undefined", "thread" or empty.
set(VIGIE_SANITIZE "" CACHE STRING "sanitizers to build with")
option(VIGIE_WERROR "warnings are errors" ON)

add_library(vigie_flags INTERFACE)
target_compile_options(vigie_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla
  -Wformat=2 -Wcast-qual -Wwrite-strings -Wundef -Wimplicit-fallthrough -Wno-missing-field-initializers
  -Werror=implicit -Werror=incompatible-pointer-types -Werror=int-conversion
  -fstack-protector-strong -fno-common -fno-strict-aliasing -fno-delete-null-pointer-checks -fstack-clash-protection
  $<$<BOOL:${VIGIE_WERROR}>:-Werror>
  $<$<C_COMPILER_ID:Clang>:-Wno-gnu-zero-variadic-macro-arguments -Wno-gnu-statement-expression -Wno-string-concatenation>)
target_compile_definitions(vigie_flags INTERFACE _GNU_SOURCE
  $<$<CONFIG:Release,RelWithDebInfo>:_FORTIFY_SOURCE=2>)
target_link_options(vigie_flags INTERFACE -Wl,-z,relro,-z,now,-z,noexecstack)
if(VIGIE_SANITIZE)
  target_compile_options(vigie_flags INTERFACE -fsanitize=${VIGIE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(vigie_flags INTERFACE -fsanitize=${VIGIE_SANITIZE})
endif()
option(VIGIE_FUZZ "build tests/fuzz for libFuzzer (clang)" OFF)
if(VIGIE_FUZZ)
  target_compile_options(vigie_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
