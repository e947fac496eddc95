# SPDX-License-Identifier: GPL-2.0-only
# cmake --install and cpack: the program, what it reads at run time (share/gfpcheck), man pages, completions, examples.
include(GNUInstallDirs)

# Man pages and completions, from the tables of the command line.
add_executable(gen_docs cli/gen_docs.c)
target_link_libraries(gen_docs PRIVATE ${_below})
set(_docs ${CMAKE_BINARY_DIR}/docs)
add_custom_command(OUTPUT ${_docs}/gfpcheck.1
  COMMAND ${CMAKE_COMMAND} -E make_directory ${_docs}
  COMMAND gen_docs ${_docs} DEPENDS gen_docs VERBATIM)
add_custom_target(docs ALL DEPENDS ${_docs}/gfpcheck.1)

set(_share ${CMAKE_INSTALL_DATADIR}/gfpcheck)
set(_top ${PROJECT_SOURCE_DIR})
install(TARGETS gfpcheck gfpcheck-link)
install(DIRECTORY ${_top}/rules ${_top}/cocci DESTINATION ${_share})
# Kernel models, where scripts/build-models made some.
install(DIRECTORY ${_top}/models DESTINATION ${_share} OPTIONAL)
install(DIRECTORY ${_top}/checker/doc/checks DESTINATION ${_share})
install(FILES ${_top}/checker/doc/findings-v1.schema.json DESTINATION ${_share})
install(DIRECTORY ${_docs}/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 FILES_MATCHING PATTERN "*.1")
install(FILES ${_docs}/gfpcheck.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME gfpcheck)
# Debian's zsh looks in the second folder below /usr, in the first below /usr/local.
install(FILES ${_docs}/_gfpcheck DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES ${_docs}/_gfpcheck DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions)
install(FILES ${_top}/README.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES ${_top}/COPYING DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)
install(PROGRAMS ${_top}/scripts/ci/nightly DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)
install(FILES ${_top}/scripts/ci/github.yml ${_top}/scripts/ci/gitlab.yml DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples)

set(CPACK_GENERATOR DEB TGZ)
set(CPACK_PACKAGE_NAME gfpcheck)
set(CPACK_PACKAGE_VENDOR "the gfpcheck authors")
set(CPACK_PACKAGE_CONTACT "the gfpcheck authors <root@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "static checker for how the Linux kernel allocates memory")
set(CPACK_PACKAGE_DESCRIPTION "gfpcheck reads a configured kernel tree, or a part of one, and reports what may sleep
where nothing may sleep, wrong allocation flags, and memory that is leaked,
released twice, used after its release or never tested.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
# Why by hand: dpkg-shlibdeps is not everywhere.  testsuite/cli/package.sh compares with what the program is linked to.
set(CPACK_DEBIAN_PACKAGE_DEPENDS "libc6 (>= 2.36), libclang1-${LIBCLANG_MAJOR}, libjansson4, libxxhash0")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "coccinelle, git, make, sparse")
include(CPack)
