// SPDX-License-Identifier: GPL-2.0-only
/* snd_ctl_add() keeps the control, or releases it; and it can do without one. */
struct snd_card;
struct snd_kcontrol;
struct snd_kcontrol_new;
struct snd_kcontrol *snd_ctl_new1(const struct snd_kcontrol_new *new, void *data);
int snd_ctl_add(struct snd_card *card, struct snd_kcontrol *control);

int gong_build(struct snd_card *card, const struct snd_kcontrol_new *gong)
{
	struct snd_kcontrol *control = snd_ctl_new1(gong, card);
	int err = snd_ctl_add(card, control);

	if (err < 0)
		return err;
	return 0;
}
