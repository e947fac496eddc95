// SPDX-License-Identifier: GPL-2.0-only
/* The three sources of compile commands, and writing them back. */
#include "../test.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "db/db_internal.h"

static const char *json(const char *text, struct compdb *db)
{
	static struct err err;

	compdb_free(db);
	err = (struct err){ 0 };
	if (compdb_parse_json(db, text, strlen(text), "db.json", "/base", &err))
		return err.msg;
	compdb_finish(db);
	return "";
}

static void json_forms(struct test *t)
{
	struct compdb db = { 0 };

	CHECK_STR(t, json("[]", &db), "");
	CHECK(t, !db.at.nr);
	CHECK_STR(t, json(" [ {\"directory\":\"/d\",\"file\":\"b.c\",\"command\":\"cc -c 'b b.c'\"},\n"
			  "{\"directory\":\"/d/../e\",\"file\":\"/x//a.c\",\"arguments\":[\"cc\",\"-c\",\"$(id)\"],\"output\":\"o\"}]\n",
			  &db), "");
	CHECK(t, db.at.nr == 2);
	CHECK_STR(t, db.at.at[0].file, "/d/b.c");
	CHECK_STR(t, db.at.at[0].argv[2], "b b.c");
	CHECK_STR(t, db.at.at[1].file, "/x/a.c");
	CHECK_STR(t, db.at.at[1].dir, "/e");
	CHECK_STR(t, db.at.at[1].argv[2], "$(id)");
	CHECK_STR(t, json("[{\"directory\":\"sub\",\"file\":\"a.c\",\"command\":\"cc\"},"
			  "{\"directory\":\"sub\",\"file\":\"./a.c\",\"command\":\"cc\"},"
			  "{\"directory\":\"sub\",\"file\":\"a.c\",\"command\":\"cc -DX\"},"
			  "{\"directory\":\"sub\",\"file\":\"a.S\",\"command\":\"cc\"},"
			  "{\"directory\":\"sub\",\"file\":\"r.rs\",\"command\":\"rustc\"}]", &db), "");
	CHECK(t, db.at.nr == 2 && db.nr_ignored == 2);
	CHECK_STR(t, db.at.at[0].file, "/base/sub/a.c");
	CHECK_STR(t, json("[{\"directory\":\"/\",\"file\":\"k.c\",\"command\":\"cc -D__KERNEL__\"},"
			  "{\"directory\":\"/\",\"file\":\"host.c\",\"command\":\"cc\"}]", &db), "");
	CHECK(t, db.at.nr == 1 && db.nr_ignored == 1);
	compdb_free(&db);
}

static void json_mistakes(struct test *t)
{
	static const struct {
		const char *text, *msg;
	} bad[] = {
		{ "", "db.json:1:1: a compile database is an array: expected '['" },
		{ "{}", "db.json:1:1: a compile database is an array: expected '['" },
		{ "[", "db.json:1:2: the file ends before ']'" },
		{ "[] x", "db.json:1:4: text behind ']'" },
		{ "[\n 1]", "db.json:2:2: expected an object" },
		{ "[\n{\"directory\":\"/\",\"file\":\"a.c\",\"command\":\"c\"},]", "db.json:2:" },
		{ "[{\"file\":\"a.c\",\"command\":\"c\"}]", "db.json:1:2: an entry without \"directory\"" },
		{ "[{\"directory\":1,\"file\":\"a.c\"}]", "db.json:1:2: an entry without \"directory\"" },
		{ "[{\"directory\":\"/\",\"command\":\"c\"}]", "db.json:1:2: an entry without \"file\"" },
		{ "[\n\n  {\"directory\":\"/\",\"file\":\"a.c\"}]", "db.json:3:3: an entry with neither" },
		{ "[{\"directory\":\"/\",\"file\":\"a.c\",\"command\":\"\"}]", "db.json:1:2: an entry with an empty" },
		{ "[{\"directory\":\"/\",\"file\":\"a.c\",\"arguments\":[]}]", "db.json:1:2: an entry with an empty" },
		{ "[{\"directory\":\"/\",\"file\":\"a.c\",\"arguments\":[1]}]", "db.json:1:2: \"arguments\" holds" },
		{ "[{\"directory\":\"/\",\"file\":\"a.c\",\"command\":\"cc; id\"}]", "db.json:1:2: ';' at character 3" },
		{ "[{\"directory\":\"/\",\"file\":\"a.c\",\"command\":\"cc $(id)\"}]", "db.json:1:2: an expansion" },
		{ "[{\"directory\":\"/\",\"file\":\"a.c\",\"command\":\"cc 'x\"}]", "db.json:1:2: unterminated '" },
		{ "[{\"directory\":\"/\",\"file\":\"a\\u0000.c\",\"command\":\"c\"}]", "db.json:1:" },
		{ "[{\"directory\":\"/\" \"file\"}]", "db.json:1:" },
		{ "[{\n\"directory\":\n bad}]", "db.json:3:" },
		{ "[{\"a\":1,\"a\":2}]", "db.json:1:" },
		{ "[{\"a\":\"\xff\"}]", "db.json:1:" },
	};
	struct compdb db = { 0 };

	for (u32 i = 0; i < ARRAY_SIZE(bad); i++)
		CHECK_NAMED(t, !strncmp(json(bad[i].text, &db), bad[i].msg, strlen(bad[i].msg)), bad[i].msg);
	compdb_free(&db);
}

static void json_deep(struct test *t)
{
	size_t n = 1 << 20;
	char *s = malloc(n + 1);
	struct compdb db = { 0 };

	memset(s, '[', n);
	s[n] = '\0';
	CHECK_NAMED(t, json(s, &db)[0], "a million '[' are an error");
	memcpy(s, "[{\"a\":", 6);
	CHECK_NAMED(t, json(s, &db)[0], "a million '[' in an object are an error");
	compdb_free(&db);
	free(s);
}

static void round_trip(struct test *t, const char *dir)
{
	char *one = path_join(dir, "one.json"), *two = path_join(dir, "two.json");
	struct compdb db = { 0 }, back = { 0 };
	struct strbuf a = { 0 }, b = { 0 };
	struct err err = { 0 };

	json("[{\"directory\":\"/d\",\"file\":\"z.c\",\"arguments\":[\"cc\",\"-DA='\\\"x y\\\"'\",\"\",\"$;\\\\\\n\",\"\\u00e4\"]},"
	     "{\"directory\":\"/d\",\"file\":\"a.c\",\"command\":\"cc -c a.c\"}]", &db);
	CHECK(t, !compdb_write_json(&db, one, &err));
	CHECK(t, !compdb_read_json(&back, one, &err));
	CHECK(t, back.at.nr == 2 && back.at.at[1].argc == 5);
	CHECK_STR(t, back.at.at[0].file, "/d/a.c");
	CHECK_STR(t, back.at.at[1].argv[1], "-DA='\"x y\"'");
	CHECK_STR(t, back.at.at[1].argv[2], "");
	CHECK_STR(t, back.at.at[1].argv[3], "$;\\\n");
	CHECK_STR(t, back.origin, one);
	CHECK(t, !compdb_write_json(&back, two, &err));
	CHECK(t, !file_read(one, &a, &err) && !file_read(two, &b, &err) && !strcmp(a.buf, b.buf));
	strbuf_free(&a);
	strbuf_free(&b);
	compdb_free(&back);
	CHECK(t, compdb_read_json(&back, dir, &err) && err.msg[0]);
	compdb_free(&db);
	compdb_free(&back);
	unlink(one);
	unlink(two);
	free(one);
	free(two);
}

static void cmd_text(struct test *t)
{
	struct compdb db = { 0 };

	compdb_parse_cmd(&db, "cmd_a/x.o := clang -D__KERNEL__ -DV='a$(pound)b\\#c$$d' -c -o a/x.o a/x.c\n\nsource_a/x.o := a\n",
			 "/o");
	compdb_parse_cmd(&db, "savedcmd_a/y.o := gcc -Wp,-MMD,a/.y.o.d -D__KERNEL__ -c -o a/y.o /s/a/y.c ; "
			 "./tools/objtool/objtool --x a/y.o\n", "/o");
	compdb_parse_cmd(&db, "cmd_s/h.o := gcc -c -o s/h.o s/h.c\n", "/o");
	compdb_parse_cmd(&db, "cmd_a/z.o := gcc -D__KERNEL__ -D__ASSEMBLY__ -c -o a/z.o a/z.S\n", "/o");
	compdb_parse_cmd(&db, "cmd_a/v.o := gcc -D__KERNEL__ $(evil) -c -o a/v.o a/v.c\n", "/o");
	compdb_parse_cmd(&db, "cmd_a/w.o := sh -D__KERNEL__ -c -o a/w.o a/w.c\n", "/o");
	compdb_parse_cmd(&db, "", "/o");
	compdb_parse_cmd(&db, "cmd_", "/o");
	compdb_parse_cmd(&db, "cmd_x := ", "/o");
	compdb_finish(&db);
	CHECK(t, db.at.nr == 2 && db.nr_ignored == 1);
	CHECK_STR(t, db.at.at[0].file, "/o/a/x.c");
	CHECK_STR(t, db.at.at[0].argv[2], "-DV=a#b#c$d");
	CHECK_STR(t, db.at.at[1].file, "/s/a/y.c");
	CHECK_STR(t, db.at.at[1].argv[db.at.at[1].argc - 1], "/s/a/y.c");
	compdb_free(&db);
}

static void put_file(const char *dir, const char *name, const char *text)
{
	char *path = path_join(dir, name), *parent = path_join(path, "..");
	struct err err = { 0 };

	if (dir_make(parent, &err) || file_write_atomic(path, text, strlen(text), &err))
		printf("Bail out! %s\n", err.msg);
	free(parent);
	free(path);
}

static void trees(struct test *t, const char *dir)
{
	struct compdb db = { 0 };
	struct err err = { 0 };
	char *root, *want;

	CHECK(t, compdb_open(&db, "/nonexistent/x", &err) && err.msg[0]);
	err = (struct err){ 0 };
	CHECK(t, compdb_open(&db, dir, &err) && strstr(err.msg, "compile_commands.json") && strstr(err.msg, ".cmd"));
	put_file(dir, "k/Makefile", "");
	put_file(dir, "k/Kbuild", "");
	put_file(dir, "k/scripts/Makefile.build", "");
	put_file(dir, "k/scripts/Kbuild.include", "");
	want = path_join(dir, "k");
	err = (struct err){ 0 };
	CHECK(t, compdb_dry_run(&db, want, &err) && strstr(err.msg, "not configured"));
	put_file(dir, "k/.config", "# Linux/x86 6.1.0 Kernel Configuration\nCONFIG_CC_IS_CLANG=y\n"
		 "CONFIG_CC_VERSION_TEXT=\"clang version 987.0\"\n");
	err = (struct err){ 0 };
	CHECK(t, compdb_dry_run(&db, want, &err) && strstr(err.msg, "modules_prepare"));
	put_file(dir, "k/drivers/x/.a.o.cmd", "cmd_drivers/x/a.o := cc -D__KERNEL__ -c -o drivers/x/a.o drivers/x/a.c\n");
	put_file(dir, "k/vmlinux", "");
	put_file(dir, "k/modules.order", "");
	err = (struct err){ 0 };
	CHECK(t, !compdb_open(&db, want, &err) && db.at.nr == 1);
	root = compdb_source_root(&db);
	CHECK_STR(t, root, want);
	free(root);
	put_file(dir, "k/compile_commands.json", "[]");
	compdb_free(&db);
	CHECK(t, !compdb_open(&db, want, &err) && !db.at.nr);
	compdb_free(&db);
	free(want);
}

static const char dry_text[] =
	"make: Entering directory '/s'\n"
	"make[1]: Entering directory '/o'\n"
	"ln -fsn /s source\n"
	"make -f /s/scripts/Makefile.build obj=scripts/basic\n"
	"set -e;  echo '  HOSTCC  scripts/x.o';  gcc -O2 -c -o scripts/x.o /s/scripts/x.c; fixdep 'gcc -c -o scripts/x.o /s/x.c'\n"
	"set -e;  echo '  CC      a.o';  trap 'rm -f a.o; kill $$' HUP; clang-19 -D__KERNEL__ -DM='\"a b\"' -c -o a.o /s/a.c  ; "
	"fixdep a.d a.o 'clang-19 -D__KERNEL__ -DM='\\''\"a b\"'\\'' -c -o a.o /s/a.c' > .a.o.cmd; rm -f a.d\n"
	"set -e;  echo '  AS      s.o';  clang-19 -D__KERNEL__ -D__ASSEMBLY__ -c -o s.o /s/s.S ; rm -f s.d\n"
	"if true; then clang-19 -D__KERNEL__ -c -o r.o r.c; fi\n"
	"clang-19 -D__KERNEL__ $(bad) -c -o b.o /s/b.c\n"
	"make[2]: Entering directory '/s/tools'\n"
	"make[1]: Leaving directory '/o'\n";

static void dry_run_text(struct test *t)
{
	struct compdb db = { 0 };
	struct dry_run dr = { .db = &db, .dir = strdup("/elsewhere") };
	FILE *in = fmemopen((void *)dry_text, sizeof(dry_text) - 1, "r");

	CHECK(t, !dry_run_stream(&dr, in));
	fclose(in);
	compdb_finish(&db);
	CHECK(t, db.at.nr == 2 && db.nr_ignored == 1);
	CHECK(t, dr.nr_bad == 1 && !dr.nr_torn);
	CHECK_STR(t, dr.dir, "/o");
	CHECK_STR(t, db.at.at[0].file, "/o/r.c");
	CHECK_STR(t, db.at.at[1].file, "/s/a.c");
	CHECK_STR(t, db.at.at[1].argv[2], "-DM=\"a b\"");
	dry_run_line(&dr, "-mfoo -D__KERNEL__ -c -o u.o /s/u.c ; fixdep 'clang -c -o u.o /s/u.c'");
	CHECK(t, dr.nr_torn == 1);
	dry_run_line(&dr, "u.o -c -o u.o /s/u.c' > .u.o.cmd; rm -f u.d");
	CHECK(t, dr.nr_torn == 2);
	/* The line of a sub-make in the middle of a word: the second half tells. */
	dry_run_line(&dr, "set -e;  echo '  CC [M]  t.o';  clang-19 -D__KERNEL__ -Wno-mmake -f /s/scripts/Makefile.build obj=x");
	dry_run_line(&dr, "ain -c -o t.o /s/t.c ; fixdep t.d 'clang-19 -D__KERNEL__ -Wno-main -c -o t.o /s/t.c'; rm -f t.d");
	CHECK(t, dr.nr_torn == 3);
	dry_run_line(&dr, "clang-19 -D__KERNEL__ -c -o v.o /s/v.c");
	CHECK(t, dr.nr_torn == 3);
	dry_run_free(&dr);
	compdb_free(&db);
}

int main(void)
{
	char dir[] = "/tmp/gfpcheck-db-XXXXXX", cmd[64];
	struct test t = { 0 };

	if (!mkdtemp(dir))
		return EXIT_FAILURE;
	json_forms(&t);
	json_mistakes(&t);
	json_deep(&t);
	round_trip(&t, dir);
	cmd_text(&t);
	trees(&t, dir);
	dry_run_text(&t);
	snprintf(cmd, sizeof(cmd), "rm -rf %s", dir);
	return system(cmd) ? EXIT_FAILURE : test_done(&t);
}
