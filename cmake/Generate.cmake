# What the build makes from sql/, web/template/, web/static/, web/po/ and connectors/: see aggregator/tools/.
# Generators are plain programs built without sanitizers; all of them run before any module compiles.
add_library(vigie_tool STATIC aggregator/tools/tool.c)
target_compile_options(vigie_tool PUBLIC -Wall -Wextra -Wconversion -Wshadow -Wmissing-prototypes)
target_compile_definitions(vigie_tool PUBLIC _GNU_SOURCE)
target_include_directories(vigie_tool PUBLIC aggregator/tools)
add_custom_target(vigie_generated)
set(VIGIE_GEN ${CMAKE_BINARY_DIR}/gen)
file(MAKE_DIRECTORY ${VIGIE_GEN})

# vigie_generator(NAME [SOURCES files…]): the program aggregator/tools/NAME.c.
function(vigie_generator name)
  add_executable(${name} aggregator/tools/${name}.c ${ARGN})
  target_link_libraries(${name} PRIVATE vigie_tool)
endfunction()

# vigie_generate(TOOL MODULE name INPUTS globs… OUTPUTS files… [ARGUMENTS more…]): runs "TOOL LIST GEN ARGUMENTS…" when a file
# that matches a glob changes, appears or disappears. LIST names the files, one a line; outputs are written into GEN;
# those that end in .c become sources of the module.
function(vigie_generate tool)
  cmake_parse_arguments(G "" "MODULE" "INPUTS;OUTPUTS;ARGUMENTS" ${ARGN})
  list(TRANSFORM G_INPUTS PREPEND ${CMAKE_SOURCE_DIR}/)
  file(GLOB inputs CONFIGURE_DEPENDS ${G_INPUTS})
  list(JOIN inputs "\n" lines)
  file(CONFIGURE OUTPUT ${VIGIE_GEN}/${tool}.list CONTENT "${lines}\n" @ONLY)
  list(TRANSFORM G_OUTPUTS PREPEND ${VIGIE_GEN}/)
  set(stamp ${VIGIE_GEN}/${tool}.stamp)
  add_custom_command(OUTPUT ${stamp} BYPRODUCTS ${G_OUTPUTS}
    COMMAND ${tool} ${VIGIE_GEN}/${tool}.list ${VIGIE_GEN} ${G_ARGUMENTS}
    COMMAND ${CMAKE_COMMAND} -E touch ${stamp}
    DEPENDS ${tool} ${inputs} ${VIGIE_GEN}/${tool}.list VERBATIM)
  add_custom_target(generate_${tool} DEPENDS ${stamp})
  add_dependencies(vigie_generated generate_${tool})
  list(FILTER G_OUTPUTS INCLUDE REGEX "\\.c$")
  set_property(GLOBAL APPEND PROPERTY VIGIE_GENERATED_${G_MODULE} ${G_OUTPUTS})
endfunction()

vigie_generator(sqlc)
vigie_generate(sqlc MODULE db
  INPUTS sql/query/*.sql sql/indicator/*.sql sql/schema/*.sql sql/role/*.sql sql/policy/*.yaml sql/policy/framework/*.yaml
  OUTPUTS sql_id.h sql_text.c)

file(GLOB tplc_sources CONFIGURE_DEPENDS aggregator/tools/tplc/*.c)
vigie_generator(tplc ${tplc_sources})
vigie_generate(tplc MODULE web
  INPUTS web/template/*.html
  OUTPUTS template.h template.c
  ARGUMENTS ${CMAKE_SOURCE_DIR})

vigie_generator(poc)
vigie_generate(poc MODULE i18n INPUTS web/po/*.po OUTPUTS po_fr.c)

vigie_generator(embed)
vigie_generate(embed MODULE web INPUTS web/static/* OUTPUTS static_files.c)
