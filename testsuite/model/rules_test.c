// SPDX-License-Identifier: GPL-2.0-only
/* The rules reader: what it accepts, where it says a mistake is, versions, overlays; and our own rules/. */
#include <unistd.h>

#include "base/file.h"
#include "base/strbuf.h"
#include "model/rules.h"
#include "../test.h"

/* The message for text, "" when it is accepted; the rule set must stay empty after a mistake. */
static const char *mistake(struct test *t, const char *text)
{
	static struct err err;
	struct rules r;

	err = (struct err){ 0 };
	rules_init(&r, 0);
	if (rules_read_text(&r, "f", text, &err) && r.rule.nr)
		CHECK_NAMED(t, false, "a mistake leaves the rule set as it was");
	rules_free(&r);
	return err.msg;
}

static void test_mistakes(struct test *t)
{
	static const struct { const char *text, *msg; } cases[] = {
		{ "slep x", "f:1:1: unknown kind 'slep'" },
		{ "\n  sleep", "f:2:8: a name is missing" },
		{ "sleep # x", "f:1:7: a name is missing" },
		{ "remove", "f:1:7: a kind is missing" },
		{ "remove slep x", "f:1:8: unknown kind 'slep'" },
		{ "sleep 9x", "f:1:7: bad name '9x'" },
		{ "sleep a-b", "f:1:7: bad name 'a-b'" },
		{ "sleep \x80\x01", "f:1:7: bad name '?" "?'" },
		{ "sleep x\r\n", "f:1:7: bad name 'x?'" },
		{ "sleep x foo=1", "f:1:9: unknown key 'foo'" },
		{ "sleep x =1", "f:1:9: unknown key ''" },
		{ "sleep x arg=1", "f:1:9: 'sleep' takes no 'arg'" },
		{ "nosleep x gfp=1", "f:1:11: 'nosleep' takes no 'gfp'" },
		{ "alloc x gfp=1 gfp=1", "f:1:15: duplicate key 'gfp'" },
		{ "sleep x when=1 unless=2", "f:1:16: duplicate key 'unless'" },
		{ "lock x class=spin irq irq", "f:1:23: duplicate key 'irq'" },
		{ "alloc x gfp", "f:1:9: 'gfp' needs a value" },
		{ "lock x class=spin irq=1", "f:1:23: 'irq' takes no value" },
		{ "alloc x gfp=", "f:1:13: a number is missing" },
		{ "alloc x gfp=-1", "f:1:13: bad number '-1'" },
		{ "alloc x gfp=0x1", "f:1:13: bad number '0x1'" },
		{ "alloc x gfp=99", "f:1:13: number '99' is too large, the limit is 31" },
		{ "alloc x gfp=99999999999999", "f:1:13: bad number '99999999999999'" },
		{ "sleep x when=", "f:1:14: a number is missing" },
		{ "sleep x when=!", "f:1:15: a number is missing" },
		{ "sleep x when=&A", "f:1:14: a number is missing" },
		{ "sleep x when=1&", "f:1:16: bad name of a constant ''" },
		{ "sleep x when=1&A|B", "f:1:16: bad name of a constant 'A|B'" },
		{ "sleep x unless_in=", "f:1:19: unknown unless_in ''" },
		{ "sleep x unless_in=bh,", "f:1:22: unknown unless_in ''" },
		{ "sleep x only_in=bh,foo", "f:1:20: unknown only_in 'foo'" },
		{ "lock x arg=0", "f:1:1: 'lock' needs 'class='" },
		{ "lock x class=irq", "f:1:14: unknown class 'irq'" },
		{ "unlock x class=spin try", "f:1:21: 'unlock' takes no 'try'" },
		{ "lock x class=spin save", "f:1:1: 'save' needs 'irq'" },
		{ "enter x", "f:1:1: 'enter' needs 'what='" },
		{ "enter x what=spin", "f:1:14: unknown what 'spin'" },
		{ "enter x what=bh save", "f:1:1: 'save' needs 'what=irq'" },
		{ "callback x fn=1", "f:1:1: 'callback' needs 'context='" },
		{ "callback x context=bh", "f:1:1: 'callback' needs one of 'fn=' and 'via='" },
		{ "callback x fn=1 via=1 member=a context=bh", "f:1:1: 'callback' needs one of 'fn=' and 'via='" },
		{ "callback x via=1 context=bh", "f:1:1: 'via=' and 'member=' go together" },
		{ "callback x fn=1 member=a context=bh", "f:1:1: 'via=' and 'member=' go together" },
		{ "callback x fn=1 context=bh,process", "f:1:28: 'process' excludes every other context" },
		{ "callback x fn=1 context=process,bh", "f:1:25: 'process' excludes every other context" },
		{ "callback x fn=1 context=bh,bh", "f:1:28: context 'bh' twice" },
		{ "field x context=bh", "f:1:7: field 'x' has no '.member'" },
		{ "field x. context=bh", "f:1:9: bad name ''" },
		{ "field enum:x.y context=bh", "f:1:7: 'enum' is neither 'struct' nor 'union'" },
		{ "field :x.y context=bh", "f:1:7: '' is neither 'struct' nor 'union'" },
		{ "field struct:x..z context=bh", "f:1:16: bad name ''" },
		{ "field struct:x.y-.z context=bh", "f:1:16: bad name 'y-'" },
		{ "field struct:x.y", "f:1:1: 'field' needs 'context='" },
		{ "bind x", "f:1:1: 'bind' of a function needs 'key=' and 'fn='" },
		{ "bind x key=1", "f:1:1: 'bind' of a function needs 'key=' and 'fn='" },
		{ "bind x key=1 fn=2 from=a", "f:1:1: 'bind' of a function needs 'key=' and 'fn='" },
		{ "bind x key=1 fn=2 context=bh", "f:1:19: 'bind' takes no 'context'" },
		{ "bind struct:x.y from=a", "f:1:1: 'bind' of a member needs 'from=' and 'to='" },
		{ "bind struct:x.y key=1 fn=2", "f:1:1: 'bind' of a member needs 'from=' and 'to='" },
		{ "bind struct:x.y from=a-b to=c", "f:1:22: bad name 'a-b'" },
		{ "bind struct:x.y from=a to=b\nbind struct:x.y from=a to=c", "f:2:1: duplicate record, see line 1" },
		{ "dma x", "f:1:1: 'dma' of a function needs 'arg='" },
		{ "dma struct:x.y arg=1", "f:1:1: 'dma' of a member takes no 'arg'" },
		{ "part x", "f:1:1: 'part' of a function needs 'arg='" },
		{ "part struct:x.y arg=1", "f:1:1: 'part' of a member takes no 'arg'" },
		{ "dma x arg=1 is=stak", "f:1:16: unknown memory 'stak'" },
		{ "dma x arg=1 is=stack,stack", "f:1:22: memory 'stack' twice" },
		{ "memory x", "f:1:1: 'memory' needs 'is='" },
		{ "memory x is=stack,vmalloc", "f:1:13: unknown memory 'stack,vmalloc'" },
		{ "test x", "f:1:1: 'test' needs 'what='" },
		{ "free x by=a", "f:1:1: 'free' needs 'arg='" },
		{ "free x arg=0", "f:1:1: 'free' needs 'by='" },
		{ "free x arg=0 by=", "f:1:17: bad name ''" },
		{ "free x arg=0 by=a,b-c", "f:1:19: bad name 'b-c'" },
		{ "free x arg=0 by=a,b,a", "f:1:21: by 'a' twice" },
		{ "free x arg=0 by=a on=any", "f:1:22: unknown class of results 'any'" },
		{ "free x arg=0 by=a nofail", "f:1:19: 'free' takes no 'nofail'" },
		{ "free struct:x. arg=0 by=a", "f:1:15: bad name ''" },
		{ "free x arg=0 by=a\nfree x arg=0 by=b", "f:2:1: duplicate record, see line 1" },
		{ "new x", "f:1:1: 'new' needs 'by='" },
		{ "word x", "f:1:1: 'word' needs one of 'keeps', 'undone' and 'says'" },
		{ "word x arg=1", "f:1:8: 'word' takes no 'arg'" },
		{ "new struct:x.y by=a", "f:1:5: bad name 'struct:x.y'" },
		{ "new x by=a,b", "f:1:10: bad name 'a,b'" },
		{ "new x by=a on=zero", "f:1:1: 'on=' of 'new' needs 'arg='" },
		{ "new x by=a arg=1 on=zer", "f:1:21: unknown class of results 'zer'" },
		{ "new x by=a errptr nofail", "f:1:1: 'new' takes one of 'errptr', 'nofail', 'pop' and 'arg='" },
		{ "new x by=a errptr arg=0", "f:1:1: 'new' takes one of 'errptr', 'nofail', 'pop' and 'arg='" },
		{ "new x by=a pop nofail", "f:1:1: 'new' takes one of 'errptr', 'nofail', 'pop' and 'arg='" },
		{ "new x by=a rcu", "f:1:12: 'new' takes no 'rcu'" },
		{ "new x by=a gfp", "f:1:12: 'gfp' needs a value" },
		{ "new x by=a maybe=1", "f:1:18: 'maybe' takes no value" },
		{ "new x by=a gfp=1 waits", "f:1:1: 'waits' of 'new' needs 'nofail' and 'gfp='" },
		{ "new x by=a nofail waits", "f:1:1: 'waits' of 'new' needs 'nofail' and 'gfp='" },
		{ "take x", "f:1:1: 'take' needs 'arg='" },
		{ "take x arg=1 by=a", "f:1:14: 'take' takes no 'by'" },
		{ "take x arg=1 on=", "f:1:17: unknown class of results ''" },
		{ "realloc x by=a", "f:1:1: 'realloc' needs 'arg='" },
		{ "realloc x arg=0", "f:1:1: 'realloc' needs 'by='" },
		{ "realloc x arg=0 by=a,b", "f:1:20: bad name 'a,b'" },
		{ "borrow x by=a", "f:1:10: 'borrow' takes no 'by'" },
		{ "borrow x arg=0\nborrow x arg=1\nborrow x arg=0", "f:3:1: duplicate record, see line 1" },
		{ "sleep x\noptional", "f:2:1: 'optional' comes once, and before all records" },
		{ "optional\noptional", "f:2:1: 'optional' comes once, and before all records" },
		{ "optional x", "f:1:10: 'optional' stands alone" },
		{ "sleep x\nremove all", "f:2:1: 'remove all' comes once, and before all records" },
		{ "remove all x", "f:1:12: 'remove all' stands alone" },
		{ "sleep x since=6", "f:1:15: bad version '6', want MAJOR.MINOR or MAJOR.MINOR.PATCH" },
		{ "sleep x since=6.1.2.3", "f:1:15: bad version '6.1.2.3', want MAJOR.MINOR or MAJOR.MINOR.PATCH" },
		{ "sleep x since=6.", "f:1:15: bad version '6.', want MAJOR.MINOR or MAJOR.MINOR.PATCH" },
		{ "sleep x since=6.x", "f:1:17: bad number 'x'" },
		{ "sleep x since=6.256", "f:1:17: number '256' is too large, the limit is 255" },
		{ "sleep x since=6.2 until=6.2", "f:1:1: 'until' is not after 'since'" },
		{ "sleep x\nnosleep y\n  sleep x", "f:3:3: duplicate record, see line 1" },
		{ "sleep x until=6.2\nsleep x since=6.1", "f:2:1: duplicate record, see line 1" },
		{ "family x of=slab", "f:1:1: 'family' needs 'of=' and 'gfp='" },
		{ "family x of=slob gfp=1", "f:1:13: unknown family 'slob'" },
		{ "family x of=slab gfp=1 has=A", "f:1:24: 'family' takes no 'has'" },
		{ "flags x has=A", "f:1:1: 'flags' needs 'say=', and 'has=' or 'lacks='" },
		{ "flags x has=A, say=\"t\"", "f:1:15: bad name ''" },
		{ "flags x has=A has=B", "f:1:15: duplicate key 'has'" },
		{ "flags x has=A say=t", "f:1:19: a text stands between \" and \"" },
		{ "flags x has=A say=\"a b", "f:1:19: a text stands between \" and \"" },
		{ "flags x has=A grade=best", "f:1:21: unknown grade 'best'" },
		{ "flags x large=1", "f:1:15: 'large' takes no value" },
		{ "remove sleep x", "f:1:1: nothing to remove: no earlier record 'sleep x'" },
		{ "sleep x\nremove sleep x", "f:2:1: nothing to remove: no earlier record 'sleep x'" },
		{ "remove sleep x gfp=1", "f:1:16: 'sleep' takes no 'gfp'" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CHECK_STR(t, mistake(t, cases[i].text), cases[i].msg);
}

static void test_long_names(struct test *t)
{
	struct strbuf sb = { 0 };

	strbuf_puts(&sb, "sleep ");
	for (int i = 0; i < 300; i++)
		strbuf_putc(&sb, 'x');
	CHECK_STR(t, mistake(t, strbuf_str(&sb)), "f:1:7: name longer than 255");
	for (int i = 0; i < 5000; i++)
		strbuf_putc(&sb, 'x');
	CHECK_STR(t, mistake(t, strbuf_str(&sb)), "f:1:7: name longer than 255");
	strbuf_reset(&sb);
	for (int i = 0; i < 70; i++)
		strbuf_printf(&sb, "sleep x when=0&A%d\n", i);
	CHECK_STR(t, mistake(t, strbuf_str(&sb)), "f:65:1: more than 64 records for one name");
	strbuf_free(&sb);
}

static void test_by_words(struct test *t)
{
	struct strbuf sb = { 0 };
	struct err err = { 0 };
	struct rules r;

	for (int i = 0; i < RULES_MAX_BY; i++)
		strbuf_printf(&sb, "new f%d by=w%d\n", i, i);
	rules_init(&r, 0);
	CHECK(t, !rules_read_text(&r, "f", strbuf_str(&sb), &err) && r.by_word.nr == RULES_MAX_BY);
	CHECK(t, !rules_read_text(&r, "more", "free g arg=0 by=w63,w0", &err));
	CHECK(t, rules_find(&r, "g") && rules_find(&r, "g")->by == (1ull << 63 | 1));
	CHECK(t, rules_read_text(&r, "much", "\nfree h arg=0 by=w1,x", &err) && !rules_find(&r, "h"));
	CHECK_STR(t, err.msg, "much:2:20: more than 64 different words for 'by='");
	rules_free(&r);
	strbuf_puts(&sb, "new g by=x");
	CHECK_STR(t, mistake(t, strbuf_str(&sb)), "f:65:10: more than 64 different words for 'by='");
	strbuf_free(&sb);
}

static const char memory_text[] =
	"new make by=b gfp=1\n"
	"new fill by=a arg=0\n"
	"new fill2 by=a arg=0 on=nonnegative maybe\n"
	"new open by=a errptr managed\n"
	"new get by=c pop\n"
	"new must by=c nofail waits gfp=0\n"
	"free drop arg=1 by=b,a maybe rcu on=nonzero notnull errptr\n"
	"free struct:ops.send arg=1 by=c\n"
	"take keep arg=2 on=negative\n"
	"take struct:ops.put arg=0 on=nonnull notnull\n"
	"realloc again arg=0 gfp=2 by=b errptr managed\n"
	"borrow look\n"
	"borrow see arg=1";

static void test_memory(struct test *t)
{
	const struct rule *a;
	struct err err = { 0 };
	struct rules r;

	rules_init(&r, 0);
	CHECK(t, !rules_read_text(&r, "f", memory_text, &err));
	CHECK_STR(t, err.msg, "");
	CHECK(t, r.by_word.nr == 3 && !strcmp(rules_by_word(&r, 0), "b") && !strcmp(rules_by_word(&r, 2), "c"));
	a = rules_find(&r, "make");
	CHECK(t, a && a->kind == RULE_NEW && a->by == 1 && a->gfp == 1 && a->arg == -1 && a->on == RET_ANY);
	a = rules_find(&r, "fill");
	CHECK_NAMED(t, a && a->by == 2 && a->arg == 0 && a->on == RET_ZERO, "new with arg= is on=zero");
	a = rules_find(&r, "fill2");
	CHECK(t, a && a->on == RET_NONNEGATIVE && a->maybe && !a->errptr);
	a = rules_find(&r, "open");
	CHECK(t, a && a->errptr && a->managed && !a->nofail);
	CHECK(t, rules_find(&r, "get") && rules_find(&r, "get")->pop);
	CHECK(t, rules_find(&r, "must") && rules_find(&r, "must")->nofail && rules_find(&r, "must")->waits);
	a = rules_find(&r, "drop");
	CHECK(t, a && a->kind == RULE_FREE && a->arg == 1 && a->by == 3 && a->maybe && a->rcu && a->notnull && a->errptr);
	CHECK(t, a && a->on == RET_NONZERO && !rule_is_member(a));
	a = rules_find_field(&r, "struct ops", "send");
	CHECK(t, a && a->kind == RULE_FREE && a->arg == 1 && a->by == 4 && rule_is_member(a));
	a = rules_find(&r, "keep");
	CHECK(t, a && a->kind == RULE_TAKE && a->arg == 2 && a->on == RET_NEGATIVE);
	a = rules_find_field(&r, "struct ops", "put");
	CHECK(t, a && a->kind == RULE_TAKE && a->on == RET_NONNULL && a->notnull && rule_is_member(a));
	a = rules_find(&r, "again");
	CHECK(t, a && a->kind == RULE_REALLOC && a->arg == 0 && a->gfp == 2 && a->by == 1 && a->errptr && a->managed);
	a = rules_find(&r, "look");
	CHECK(t, a && a->kind == RULE_BORROW && a->arg == -1);
	CHECK(t, rules_find(&r, "see") && rules_find(&r, "see")->arg == 1);
	CHECK(t, !rules_read_text(&r, "g", "remove free struct:ops.send\nremove new make\nnew make by=c", &err));
	CHECK(t, !rules_find_field(&r, "struct ops", "send") && rules_find(&r, "make")->by == 4);
	CHECK(t, rules_read_text(&r, "h", "free drop arg=1 by=b", &err));
	CHECK_STR(t, err.msg, "h:1:1: conflicts with an earlier file; 'remove' its record first");
	rules_free(&r);
}

static void test_good(struct test *t)
{
	static const char text[] =
		"# a comment\n\n"
		"\tlock spin_lock_irqsave class=spin arg=0 irq save # source\n"
		"sleep down\n"
		"sleep f unless=3&MSG_DONTWAIT unless_in=bh,hardirq unsure\n"
		"alloc kmalloc gfp=1\n"
		"callback request_threaded_irq fn=1 context=hardirq\n"
		"callback request_threaded_irq fn=2 context=process\n"
		"callback reg via=1 member=notifier_call context=rcu,bh\n"
		"field struct:net_device_ops.ndo_start_xmit context=bh\n"
		"field foo_t.bar context=irq\n"
		"bind update key=1 fn=2\n"
		"dma read arg=1 size=2 is=stack,vmalloc pio\n"
		"dma struct:xfer.buf\n"
		"memory get is=kvmalloc size=0\n"
		"bind struct:key.func from=k_ to=t_\n"
		"test in_task what=hardirq,softirq,nmi negated\n"
		"enter rcu_read_lock_bh what=rcu\n"
		"enter rcu_read_lock_bh what=bh";
	const struct rule *a;
	struct err err = { 0 };
	struct rules r;

	rules_init(&r, 0);
	CHECK(t, !rules_read_text(&r, "good", text, &err));
	CHECK_STR(t, err.msg, "");
	a = rules_find(&r, "spin_lock_irqsave");
	CHECK(t, a && a->kind == RULE_LOCK && a->lock_class == ATOMIC_SPIN && a->arg == 0 && a->irq && a->save && !a->bh);
	CHECK(t, a && a->line == 3 && !strcmp(rules_str(&r, a->file), "good") && !rules_next(&r, a));
	a = rules_find(&r, "f");
	CHECK(t, a && a->cond.op == COND_NOMASK && a->cond.arg == 3 && a->unsure);
	CHECK_STR(t, a ? rules_str(&r, a->cond.name) : NULL, "MSG_DONTWAIT");
	CHECK(t, a && a->unless_in == (ATOMIC_BIT_OF(ATOMIC_BH) | ATOMIC_BIT_OF(ATOMIC_HARDIRQ)) && !a->only_in);
	a = rules_find(&r, "request_threaded_irq");
	CHECK(t, a && a->fn == 1 && a->context == ATOMIC_BIT_OF(ATOMIC_HARDIRQ) && !a->process);
	a = a ? rules_next(&r, a) : NULL;
	CHECK(t, a && a->fn == 2 && !a->context && a->process && !rules_next(&r, a));
	a = rules_find_field(&r, "struct net_device_ops", "ndo_start_xmit");
	CHECK(t, a && a->kind == RULE_FIELD && !strcmp(rules_str(&r, a->name), "struct net_device_ops"));
	CHECK_STR(t, a ? rules_str(&r, a->member) : NULL, "ndo_start_xmit");
	CHECK(t, rules_find_field(&r, "foo_t", "bar") && !rules_find_field(&r, "foo_t", "baz"));
	a = rules_find(&r, "in_task");
	CHECK(t, a && a->test_negated && a->test & ATOMIC_BIT_OF(ATOMIC_NMI));
	a = rules_find(&r, "reg");
	CHECK(t, a && a->via == 1 && a->fn == -1 && !strcmp(rules_str(&r, a->member), "notifier_call"));
	a = rules_find(&r, "update");
	CHECK(t, a && a->kind == RULE_BIND && a->key == 1 && a->fn == 2 && !a->from && !rule_is_member(a));
	a = rules_find_field(&r, "struct key", "func");
	CHECK(t, a && a->kind == RULE_BIND && a->key == -1 && rule_is_member(a));
	CHECK_STR(t, a ? rules_str(&r, a->from) : NULL, "k_");
	CHECK_STR(t, a ? rules_str(&r, a->to) : NULL, "t_");
	CHECK(t, !rules_find(&r, "nothing") && !rules_find(&r, ""));
	rules_free(&r);
}

static u32 nr_of(u32 version, const char *text)
{
	struct err err = { 0 };
	struct rules r;
	u32 nr = UINT32_MAX;

	rules_init(&r, version);
	if (!rules_read_text(&r, "f", text, &err))
		nr = r.rule.nr;
	rules_free(&r);
	return nr;
}

static void test_versions(struct test *t)
{
	static const char text[] = "sleep a since=6.10\nsleep b until=6.10\nsleep c since=6.1.5 until=7.0\nsleep d\n";

	CHECK(t, nr_of(0, text) == 4);
	CHECK(t, nr_of(RULES_VERSION(6, 1, 0), text) == 2);
	CHECK(t, nr_of(RULES_VERSION(6, 1, 5), text) == 3);
	CHECK(t, nr_of(RULES_VERSION(6, 9, 255), text) == 3);
	CHECK(t, nr_of(RULES_VERSION(6, 10, 0), text) == 3);
	CHECK(t, nr_of(RULES_VERSION(7, 0, 0), text) == 2);
	CHECK(t, nr_of(RULES_VERSION(7, 1, 3), "alloc x gfp=2 until=6.18\nalloc x gfp=3 since=6.18\n") == 1);
}

static void test_overlay(struct test *t)
{
	static const char base[] = "sleep a\nsleep b gfp=1\nfield struct:x.f context=bh\nfield struct:x.g context=bh\n"
				   "lock l class=spin arg=0\nsleep old until=6.2\n";
	struct err err = { 0 };
	struct rules r;

	rules_init(&r, RULES_VERSION(6, 12, 0));
	CHECK(t, !rules_read_text(&r, "base", base, &err));
	CHECK_NAMED(t, !rules_read_text(&r, "again", "sleep a\nsleep c", &err) && r.rule.nr == 6, "the same thing twice");
	CHECK(t, rules_read_text(&r, "over", "sleep d\nlock l class=raw arg=0", &err) && r.rule.nr == 6);
	CHECK_STR(t, err.msg, "over:2:1: conflicts with an earlier file; 'remove' its record first");
	CHECK_NAMED(t, !rules_find(&r, "d"), "nothing of a file with a mistake is kept");
	err.msg[0] = '\0';
	CHECK(t, !rules_read_text(&r, "over", "remove lock l\nlock l class=raw arg=0\nremove sleep old", &err));
	CHECK(t, rules_find(&r, "l") && rules_find(&r, "l")->lock_class == ATOMIC_RAW);
	CHECK(t, !rules_read_text(&r, "over", "remove field struct:x.f\nremove sleep a since=6.13", &err));
	CHECK(t, !rules_find_field(&r, "struct x", "f") && rules_find_field(&r, "struct x", "g"));
	CHECK_NAMED(t, rules_find(&r, "a"), "a removal for other versions does nothing");
	CHECK(t, !rules_read_text(&r, "other", "optional\nremove all\nlock l class=spin arg=1\nsleep z", &err));
	CHECK_NAMED(t, r.rule.nr == 2 && rules_find(&r, "z") && !rules_find(&r, "a"), "all of it can be taken away");
	rules_free(&r);
}

/* What is printed reads back and prints the same, and does not depend on the order of reading. */
static void check_print(struct test *t, const struct rules *r, const char *name)
{
	struct strbuf once = { 0 }, twice = { 0 };
	struct err err = { 0 };
	struct rules back;

	rules_init(&back, r->version);
	rules_print(r, &once);
	CHECK_NAMED(t, !rules_read_text(&back, "printed", strbuf_str(&once), &err), name);
	if (err.msg[0])
		printf("# %s\n", err.msg);
	rules_print(&back, &twice);
	CHECK_NAMED(t, !strcmp(strbuf_str(&once), strbuf_str(&twice)), "and prints the same again");
	strbuf_free(&once);
	strbuf_free(&twice);
	rules_free(&back);
}

static void test_print(struct test *t)
{
	struct strbuf sb = { 0 };
	struct err err = { 0 };
	struct rules r;

	rules_init(&r, 0);
	CHECK(t, !rules_read_text(&r, "f", "free z arg=1 by=b,a on=nonnull rcu\ncallback c via=0 context=rcu,bh member=m unsure until=6.2.1\n"
				  "sleep s unless=!2&A\nfield union:u.f context=process", &err));
	rules_print(&r, &sb);
	CHECK_STR(t, strbuf_str(&sb), "sleep s when=2&A\ncallback c via=0 member=m context=bh,rcu unsure until=6.2.1\n"
				      "field union:u.f context=process\nfree z arg=1 by=a,b on=nonnull rcu\n");
	check_print(t, &r, "a printed rule set reads back");
	strbuf_reset(&sb);
	rules_free(&r);
	rules_init(&r, 0);
	CHECK(t, !rules_read_text(&r, "f", "flags a say=\"b  c # d\" of=page,slab grade=high large lacks=C has=A,B # e\n"
				  "family a size=0 gfp=1 of=slab until=6.2", &err));
	rules_print(&r, &sb);
	CHECK_STR(t, strbuf_str(&sb), "family a of=slab gfp=1 size=0 until=6.2\n"
				      "flags a of=slab,page has=A,B lacks=C large grade=high say=\"b  c # d\"\n");
	check_print(t, &r, "a printed text reads back");
	CHECK(t, rules_find(&r, "a") && !rules_next(&r, rules_find(&r, "a")));
	rules_free(&r);
	rules_init(&r, 0);
	CHECK(t, !rules_read_text(&r, "f", memory_text, &err));
	check_print(t, &r, "printed owners read back");
	strbuf_free(&sb);
	rules_free(&r);
}

static void write_rules(struct test *t, const char *dir, const char *name, const char *text)
{
	char *path = path_join(dir, name);
	struct err err = { 0 };

	CHECK(t, !file_write_atomic(path, text, strlen(text), &err));
	free(path);
}

static void test_optional(struct test *t, struct rules *r)
{
	char dir[] = "/tmp/rules-test-XXXXXX", *path;
	struct err err = { 0 };

	if (!mkdtemp(dir))
		return;
	write_rules(t, dir, "a.rules", "sleep a\n");
	write_rules(t, dir, "b.rules", "# text\n\noptional	# and more\nsleep b\n");
	CHECK(t, !rules_read_dir(r, dir, &err));
	CHECK_NAMED(t, rules_find(r, "a") && !rules_find(r, "b"), "an optional file of the folder is left out");
	path = path_join(dir, "b.rules");
	CHECK(t, !rules_read_file(r, path, &err));
	CHECK_NAMED(t, rules_find(r, "b"), "and read when it is named");
	write_rules(t, dir, "b.rules", "optional\nslep b\n");
	CHECK_NAMED(t, rules_read_dir(r, dir, &err) && strstr(err.msg, "b.rules:2:1: "), "a mistake in it is one");
	remove(path);
	free(path);
	path = path_join(dir, "a.rules");
	remove(path);
	free(path);
	rmdir(dir);
}

static void test_files(struct test *t)
{
	struct err err = { 0 };
	struct rules r;

	rules_init(&r, 0);
	CHECK(t, rules_read_file(&r, "model/no-such.rules", &err) && strstr(err.msg, "no-such.rules"));
	err.msg[0] = '\0';
	CHECK(t, rules_read_dir(&r, "model", &err));
	CHECK_STR(t, err.msg, "model: no *.rules file");
	err.msg[0] = '\0';
	CHECK(t, rules_read_dir(&r, "model/no-such", &err) && err.msg[0]);
	test_optional(t, &r);
	rules_free(&r);
}

static bool has(const struct rules *r, const char *name, enum rule_kind kind)
{
	const struct rule *rule = rules_find(r, name);

	while (rule && rule->kind != kind)
		rule = rules_next(r, rule);
	return rule;
}

/* Does it keep or release that argument, or any when arg is -1? */
static bool moves(const struct rules *r, const char *name, int arg)
{
	for (const struct rule *k = rules_find(r, name); k; k = rules_next(r, k))
		if ((k->kind == RULE_FREE || k->kind == RULE_TAKE || k->kind == RULE_REALLOC) && (arg < 0 || k->arg == arg))
			return true;
	return false;
}

static bool asks_result(const struct rule *k)
{
	return (k->kind == RULE_NEW || k->kind == RULE_FREE || k->kind == RULE_TAKE) && k->on != RET_ANY;
}

/* A call forks into one class of its result and the opposite one: a record of a third would never be looked at. */
static bool is_third(const struct rules *r, const struct rule *a)
{
	for (const struct rule *k = rules_find(r, rules_str(r, a->name)); k && asks_result(a); k = rules_next(r, k))
		if (asks_result(k) && (k->on - 1) / 2 != (a->on - 1) / 2)
			return true;
	return false;
}

/* Two things that cannot both be true of one function. */
static bool contradicts(const struct rules *r, const struct rule *a)
{
	const char *name = rules_str(r, a->name);

	if (is_third(r, a))
		return true;
	switch ((enum rule_kind)a->kind) {
	case RULE_NOSLEEP:
		return has(r, name, RULE_SLEEP) || has(r, name, RULE_ALLOC);
	case RULE_LOCK:
		/* lock_sock_fast() waits for the owner first and then keeps bottom halves off */
		return has(r, name, RULE_UNLOCK) ||
			(has(r, name, RULE_SLEEP) && strncmp(name, "lock_sock_fast", strlen("lock_sock_fast")));
	case RULE_ENTER:
		return has(r, name, RULE_LEAVE);
	case RULE_ALLOC:
		return has(r, name, RULE_SLEEP);
	case RULE_BORROW:
		return moves(r, name, a->arg);
	default:
		return false;
	}
}

/* Something must return each kind of memory, and something release it, but what goes by itself: else the word is a slip. */
static void check_words(struct test *t, const struct rules *r)
{
	u64 made = 0, freed = 0;

	for (u32 i = 0; i < r->rule.nr; i++) {
		const struct rule *k = &r->rule.at[i];

		if (k->kind == RULE_NEW || k->kind == RULE_REALLOC)
			made |= k->by, freed |= k->managed ? k->by : 0;
		else
			freed |= k->by;
	}
	for (u32 i = 0; i < r->by_word.nr; i++)
		if ((made ^ freed) & 1ull << i)
			printf("# by=%s is never %s\n", rules_by_word(r, i), made & 1ull << i ? "released" : "made");
	CHECK(t, made == freed && made);
}

static void test_userspace(struct test *t)
{
	struct err err = { 0 };
	struct rules r;

	rules_init(&r, 0);
	CHECK(t, !rules_read_file(&r, "../rules/userspace.rules", &err));
	CHECK_STR(t, err.msg, "");
	CHECK(t, has(&r, "malloc", RULE_NEW) && has(&r, "realloc", RULE_REALLOC) && has(&r, "free", RULE_FREE));
	CHECK(t, has(&r, "exit", RULE_NORETURN) && has(&r, "strlen", RULE_BORROW));
	for (u32 i = 0; i < r.rule.nr; i++)
		if (contradicts(&r, &r.rule.at[i]))
			CHECK_NAMED(t, false, rules_str(&r, r.rule.at[i].name));
	check_words(t, &r);
	check_print(t, &r, "userspace.rules reads back");
	rules_free(&r);
}

static void test_ours(struct test *t)
{
	static const u32 versions[] = {
		0, RULES_VERSION(6, 1, 0), RULES_VERSION(6, 1, 170), RULES_VERSION(6, 12, 48), RULES_VERSION(7, 1, 3),
	};

	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++) {
		struct err err = { 0 };
		struct rules r;
		u32 bad = 0;

		rules_init(&r, versions[i]);
		CHECK_NAMED(t, !rules_read_dir(&r, "../rules", &err), "../rules loads");
		if (err.msg[0])
			printf("# %s\n", err.msg);
		for (u32 j = 0; versions[i] && j < r.rule.nr; j++) {
			if (!contradicts(&r, &r.rule.at[j]))
				continue;
			printf("# %s contradicts itself\n", rules_str(&r, r.rule.at[j].name));
			bad++;
		}
		CHECK(t, !bad);
		CHECK(t, has(&r, "mutex_lock", RULE_SLEEP) && has(&r, "spin_lock", RULE_LOCK));
		CHECK(t, has(&r, "kmalloc", RULE_ALLOC) && has(&r, "kmalloc_noprof", RULE_ALLOC));
		CHECK(t, rules_find_field(&r, "struct net_device_ops", "ndo_start_xmit"));
		CHECK(t, !rules_find(&r, "malloc") && has(&r, "kfree", RULE_FREE));
		check_words(t, &r);
		check_print(t, &r, "our rules read back");
		rules_free(&r);
	}
}

int main(void)
{
	struct test t = { 0 };

	test_mistakes(&t);
	test_long_names(&t);
	test_good(&t);
	test_by_words(&t);
	test_memory(&t);
	test_versions(&t);
	test_overlay(&t);
	test_print(&t);
	test_files(&t);
	test_ours(&t);
	test_userspace(&t);
	return test_done(&t);
}
