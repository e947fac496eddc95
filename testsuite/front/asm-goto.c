// SPDX-License-Identifier: GPL-2.0-only
/* asm goto: libclang shows no labels; they stand in the text, or hide in a macro. */
void a(int);

#define asm_volatile_goto(x...) do { asm goto(x); asm (""); } while (0)
#define STORE(x, p, label) asm_volatile_goto("store %0" : : "r" (x), "m" (*(p)) : : label)
#define HIDDEN(x) asm goto("jmp %l1" : : "r" (x) : : no)

int plain(int x)
{
	asm goto("jmp %l0" : : "r" (x) : "memory" : yes);
	return 0;
yes:
	return 1;
}

/* the label of the macro's argument is one that a goto uses too */
int shared(int *p, int ready)
{
	if (!ready)
		goto fault;
	STORE(1, p, fault);
	STORE(2, p + 1, fault);
	a(1);
	return 0;
fault:
	a(2);
	return -14;
}

/* each has its own */
int two(int *p)
{
	STORE(1, p, first);
	a(1);
	STORE(2, p, second);
	return 0;
first:
	return 1;
second:
	return 2;
}

int hidden(int x)
{
	HIDDEN(x);
	a(1);
	return 0;
no:
	a(2);
	return 1;
}

int no_goto(int x)
{
	int y;

	asm volatile("mov %1, %0" : "=r" (y) : "r" (x) : "memory");
	asm("" : : : "memory");
	return y;
}
