#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# A PATH without any TU must not look like a clean one.
. "$TOP/testsuite/cli/lib.bash"
tree
mkdir "$T/tree/docs"
scan_is 2 docs
err_has 'docs'
scan_is 2 no/such/path
err_has 'no/such/path'
