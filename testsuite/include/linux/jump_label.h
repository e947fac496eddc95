/* SPDX-License-Identifier: GPL-2.0-only */
/* Static keys: the shape of the kernel's, without the patched jumps. */
#ifndef _TEST_JUMP_LABEL_H
#define _TEST_JUMP_LABEL_H
struct static_key_uses {
	int counter;
};

struct static_key {
	struct static_key_uses enabled;
};

struct static_key_true {
	struct static_key key;
};

struct static_key_false {
	struct static_key key;
};

int static_key_count(struct static_key *key);
void static_key_slow_inc(struct static_key *key);

static inline _Bool arch_static_branch(struct static_key * const key, const _Bool branch)
{
	asm goto("jmp %l[l_yes]" : : "i" (key), "i" (branch) : : l_yes);
	return 0;
l_yes:
	return 1;
}

static inline _Bool static_key_false(struct static_key *key)
{
	return arch_static_branch(key, 0);
}

static inline _Bool static_key_true(struct static_key *key)
{
	return !arch_static_branch(key, 1);
}

#define DEFINE_STATIC_KEY_FALSE(name) struct static_key_false name
#define DEFINE_STATIC_KEY_TRUE(name) struct static_key_true name
#define static_key_enabled(x) (static_key_count((struct static_key *)x) > 0)
#define static_branch_likely(x) (!arch_static_branch(&(x)->key, 1))
#define static_branch_unlikely(x) arch_static_branch(&(x)->key, 0)
#define static_branch_inc(x) static_key_slow_inc(&(x)->key)
#endif
