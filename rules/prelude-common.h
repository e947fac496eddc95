/* SPDX-License-Identifier: GPL-2.0-only */
/* What most TUs include: compiled once, with the prelude.  Only a matter of speed. */
#if __has_include(<linux/module.h>)
#include <linux/module.h>
#endif
#if __has_include(<linux/slab.h>)
#include <linux/slab.h>
#endif
#if __has_include(<linux/gfp.h>)
#include <linux/gfp.h>
#endif
#if __has_include(<linux/mm.h>)
#include <linux/mm.h>
#endif
#if __has_include(<linux/interrupt.h>)
#include <linux/interrupt.h>
#endif
#if __has_include(<linux/platform_device.h>)
#include <linux/platform_device.h>
#endif
#if __has_include(<linux/pci.h>)
#include <linux/pci.h>
#endif
#if __has_include(<linux/of.h>)
#include <linux/of.h>
#endif
#if __has_include(<linux/of_device.h>)
#include <linux/of_device.h>
#endif
#if __has_include(<linux/of_platform.h>)
#include <linux/of_platform.h>
#endif
#if __has_include(<linux/clk.h>)
#include <linux/clk.h>
#endif
#if __has_include(<linux/i2c.h>)
#include <linux/i2c.h>
#endif
#if __has_include(<linux/spi/spi.h>)
#include <linux/spi/spi.h>
#endif
#if __has_include(<linux/netdevice.h>)
#include <linux/netdevice.h>
#endif
#if __has_include(<linux/etherdevice.h>)
#include <linux/etherdevice.h>
#endif
#if __has_include(<linux/skbuff.h>)
#include <linux/skbuff.h>
#endif
#if __has_include(<linux/usb.h>)
#include <linux/usb.h>
#endif
#if __has_include(<linux/dma-mapping.h>)
#include <linux/dma-mapping.h>
#endif
#if __has_include(<linux/regmap.h>)
#include <linux/regmap.h>
#endif
#if __has_include(<linux/debugfs.h>)
#include <linux/debugfs.h>
#endif
#if __has_include(<linux/seq_file.h>)
#include <linux/seq_file.h>
#endif
#if __has_include(<linux/delay.h>)
#include <linux/delay.h>
#endif
#if __has_include(<linux/workqueue.h>)
#include <linux/workqueue.h>
#endif
#if __has_include(<linux/kthread.h>)
#include <linux/kthread.h>
#endif
#if __has_include(<linux/uaccess.h>)
#include <linux/uaccess.h>
#endif
#if __has_include(<linux/fs.h>)
#include <linux/fs.h>
#endif
#if __has_include(<linux/device.h>)
#include <linux/device.h>
#endif
#if __has_include(<linux/io.h>)
#include <linux/io.h>
#endif
#if __has_include(<linux/firmware.h>)
#include <linux/firmware.h>
#endif
#if __has_include(<linux/pm_runtime.h>)
#include <linux/pm_runtime.h>
#endif
#if __has_include(<linux/regulator/consumer.h>)
#include <linux/regulator/consumer.h>
#endif
#if __has_include(<linux/gpio/consumer.h>)
#include <linux/gpio/consumer.h>
#endif
#if __has_include(<linux/hrtimer.h>)
#include <linux/hrtimer.h>
#endif
#if __has_include(<linux/ktime.h>)
#include <linux/ktime.h>
#endif
#if __has_include(<linux/completion.h>)
#include <linux/completion.h>
#endif
#if __has_include(<linux/notifier.h>)
#include <linux/notifier.h>
#endif
#if __has_include(<linux/err.h>)
#include <linux/err.h>
#endif
#if __has_include(<linux/bitops.h>)
#include <linux/bitops.h>
#endif
#if __has_include(<linux/idr.h>)
#include <linux/idr.h>
#endif
#if __has_include(<linux/vmalloc.h>)
#include <linux/vmalloc.h>
#endif
#if __has_include(<linux/string.h>)
#include <linux/string.h>
#endif
#if __has_include(<linux/errno.h>)
#include <linux/errno.h>
#endif
#if __has_include(<linux/cdev.h>)
#include <linux/cdev.h>
#endif
#if __has_include(<linux/miscdevice.h>)
#include <linux/miscdevice.h>
#endif
#if __has_include(<linux/poll.h>)
#include <linux/poll.h>
#endif
#if __has_include(<linux/proc_fs.h>)
#include <linux/proc_fs.h>
#endif
#if __has_include(<linux/sysfs.h>)
#include <linux/sysfs.h>
#endif
#if __has_include(<linux/highmem.h>)
#include <linux/highmem.h>
#endif
#if __has_include(<linux/scatterlist.h>)
#include <linux/scatterlist.h>
#endif
#if __has_include(<linux/ethtool.h>)
#include <linux/ethtool.h>
#endif
#if __has_include(<linux/if_vlan.h>)
#include <linux/if_vlan.h>
#endif
#if __has_include(<linux/input.h>)
#include <linux/input.h>
#endif
#if __has_include(<linux/mfd/core.h>)
#include <linux/mfd/core.h>
#endif
#if __has_include(<linux/phy/phy.h>)
#include <linux/phy/phy.h>
#endif
#if __has_include(<linux/reset.h>)
#include <linux/reset.h>
#endif
#if __has_include(<linux/blkdev.h>)
#include <linux/blkdev.h>
#endif
#if __has_include(<linux/bio.h>)
#include <linux/bio.h>
#endif
#if __has_include(<linux/cpu.h>)
#include <linux/cpu.h>
#endif
#if __has_include(<linux/acpi.h>)
#include <linux/acpi.h>
#endif
#if __has_include(<linux/dmi.h>)
#include <linux/dmi.h>
#endif
#if __has_include(<linux/leds.h>)
#include <linux/leds.h>
#endif
#if __has_include(<linux/property.h>)
#include <linux/property.h>
#endif
