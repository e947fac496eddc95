// SPDX-License-Identifier: GPL-2.0-only
/* Records that no project rule needs to have for these tests: entry, global:, unless_near=, via= without an answer. */
#include <stdio.h>
#include <string.h>

#include "../test.h"
#include "ir/ir_build.h"
#include "link/link.h"

static const char rules_text[] =
	"callback reg fn=0 context=hardirq unless_near=all_is_well\n"
	"callback reg_nb via=0 member=call context=softirq\n"
	"entry start context=irq\n"
	"field global:hook context=bh\n"
	"field struct:ops.go context=softirq unless_near=struct:ops.calm\n"
	"sleep nap unless_near=all_is_well\n";

static const char ir_text_[] =
	"file \"a/a.c\" main\nfile \"b/b.c\"\nfile \"b/b2.c\"\n"
	"type int 32 signed \"int\"\ntype void \"void\"\ntype func \"void (void)\"\n"
	"type ptr \"void (*)(void)\" of \"void (void)\"\ntype record \"struct ops\"\n"
	"type ptr \"struct ops *\" of \"struct ops\"\n"
	"field \"struct ops\" go \"void (*)(void)\"\nfield \"struct ops\" calm \"int\"\n"
	"sym func reg \"void\" sig \"void (void (*)(void))\"\n"
	"sym func reg_nb \"void\" sig \"void (struct ops *)\"\n"
	"sym func all_is_well \"void\" sig \"void (void)\"\nsym func nap \"void\" sig \"void (void)\"\n"
	"sym var hook \"void (*)(void)\"\n"
	"sym func start \"void\" sig \"void (void)\" defined\n"
	"sym func in_a \"void\" sig \"void (void)\" static defined\n"
	"sym func in_b \"void\" sig \"void (void)\" static defined in \"b/b.c\"\n"
	"sym func hooked \"void\" sig \"void (void)\" static defined\n"
	"sym func go_a \"void\" sig \"void (void)\" static defined\n"
	"sym func go_b \"void\" sig \"void (void)\" static defined in \"b/b.c\"\n"
	"sym func b2 \"void\" sig \"void (struct ops *)\" defined in \"b/b2.c\"\n"
	"sym func init \"void\" sig \"void (struct ops *)\" defined\n"
	"sym var ops_a \"struct ops\" static\nsym var ops_b \"struct ops\" static in \"b/b.c\"\n"
	"init @ops_a.go = @go_a at 2:2\ninit @ops_b.go = @go_b at 2:2 in \"b/b.c\"\n"
	"func @start at 1:1 end 1 {\nb0:\n\treturn at 1:2\n}\n"
	"func @in_a at 2:1 end 2 {\nb0:\n\tcall @nap() at 2:1\n\treturn at 2:2\n}\n"
	"func @in_b at 3:1 in \"b/b.c\" end 3 {\nb0:\n\tcall @nap() at 3:1\n\treturn at 3:2\n}\n"
	"func @hooked at 4:1 end 4 {\nb0:\n\treturn at 4:2\n}\n"
	"func @go_a at 5:1 end 5 {\nb0:\n\treturn at 5:2\n}\n"
	"func @go_b at 6:1 in \"b/b.c\" end 6 {\nb0:\n\treturn at 6:2\n}\n"
	"func @b2 at 7:1 in \"b/b2.c\" end 8 {\n\tparam o \"struct ops *\" at 7:2\nb0:\n"
	"\tset o->calm = 1 at 7:3\n\tcall @all_is_well() at 7:4\n\treturn at 8:2\n}\n"
	"func @init at 9:1 end 20 {\n\tparam o \"struct ops *\" at 9:2\nb0:\n"
	"\tset o->calm = 0 at 10:3\n\tset @hook = @hooked at 11:3\n\tcall @reg(@in_a) at 12:3\n"
	"\tcall @reg(@in_b) at 13:3\n\tcall @reg_nb(o) at 14:3\n\treturn at 20:2\n}\n";

int main(void)
{
	struct strbuf roots = { 0 };
	struct err err = { 0 };
	struct test t = { 0 };
	struct ir_builder b;
	struct rules rules;
	struct program p;
	struct ir_unit u;

	rules_init(&rules, 0);
	irb_init(&b);
	CHECK_NAMED(&t, !rules_read_text(&rules, "rules", rules_text, &err), "rules");
	CHECK_NAMED(&t, !ir_read("ir", ir_text_, &b, &err), "IR");
	if (err.msg[0])
		printf("# %s\n", err.msg);
	irb_unit(&b, &u);
	CHECK_NAMED(&t, !ir_verify(&u, &err), "it verifies");
	link_init(&p, &rules, false);
	link_add_unit(&p, &u, "a/a.c");
	link_resolve(&p);
	link_solve(&p, 1);
	link_watch(&p, NULL, 0);
	link_print_roots(&p, &roots);
	/* not in_b, go_b: somebody in that folder says so; calm = 0 says nothing */
	CHECK_STR(&t, strbuf_str(&roots), "hooked a/a.c context 20 by hook\nin_a a/a.c context 110 by reg()\n"
		  "go_a a/a.c context 200 by ops.go\nstart a/a.c context 10 by start()\n");
	/* nobody knows what is behind a parameter that nobody passes */
	CHECK(&t, p.nr_via_unresolved == 1);
	strbuf_reset(&roots);
	link_print_effects(&p, &roots);
	CHECK(&t, strstr(strbuf_str(&roots), "in_a a/a.c\n  sleeps:2\n") && !strstr(strbuf_str(&roots), "in_b"));
	link_free(&p);
	irb_free(&b);
	rules_free(&rules);
	strbuf_free(&roots);
	return test_done(&t);
}
