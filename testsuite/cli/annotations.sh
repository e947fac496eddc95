#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# In-source annotations: on the line or above it, with a check and a reason, and told when they fit nothing.
. "$TOP/testsuite/cli/lib.bash"
tree
# put SED-SCRIPT: bad.c with that edit; the finding is at the line of kzalloc
put() { a_bad "$T/tree/bad.c" bad; sed -i "$1" "$T/tree/bad.c"; }
at='s|^.*kzalloc.*$|'
put "$at&	/* gfpcheck: ignore[gfp-in-atomic] the lock is never taken */|"
scan_is 0 bad.c
out_lacks .
err_has '0 findings .*; 1 suppressed'
scan_is 0 --format=json bad.c
json "r['findings'][0]['suppressed'] == {'kind': 'inSource', 'reason': 'the lock is never taken'}"
put "$at	/* gfpcheck: ignore[leak, gfp-in-atomic] two */\n&|"
scan_is 0 bad.c
put "$at	// gfpcheck: ignore[gfp-in-atomic] plain\n&|"
scan_is 0 bad.c
put "$at	/* gfpcheck: ignore[gfp-in-atomic] a reason of\n	 * two lines\n*/\n&|"
scan_is 0 bad.c
put "$at	/* gfpcheck: ignore[gfp-in-atomic] first */\n	/* gfpcheck: ignore[leak] second */\n&|"
scan_is 0 bad.c
out_has '^bad\.c:8:5: note: this annotation fits no finding \[suppression\]$'
put "$at/* gfpcheck: ignore[gfp-in-atomic] before the code */ &|"
scan_is 0 bad.c
out_lacks .

# what has no effect
put "$at	/* gfpcheck: ignore[gfp-in-atomic] too far away */\n\n&|"
scan_is 1 bad.c
out_has 'bad\.c:7:5: note: this annotation fits no finding'
put "$at&	/* gfpcheck: ignore[leak] another check */|"
scan_is 1 bad.c
out_has 'fits no finding'
scan_is 1 --checks=gfp-in-atomic bad.c
out_lacks 'suppression'
put "$at&	/* gfpcheck: ignore[gfp-in-atomic] */|"
scan_is 1 bad.c
out_has 'bad\.c:7:[0-9]+: note: the reason is missing'
put "$at&	/* gfpcheck: ignore[] x */|"
scan_is 1 bad.c
out_has 'the check is missing'
put "$at&	/* gfpcheck: ignore gfp-in-atomic x */|"
scan_is 1 bad.c
out_has "expected 'gfpcheck: ignore"
put "$at&	/* gfpcheck: ignore[gfp-in-atomik] x */|"
scan_is 1 bad.c
out_has 'names a check that does not exist'
put "$at&	/* see gfpcheck: ignore[gfp-in-atomic] in the documentation */|"
scan_is 1 bad.c
out_lacks 'suppression'
printf '/* gfpcheck: ignore[' >>"$T/tree/bad.c"
scan_is 3 bad.c
