#ifndef CCLIP_KERNELS_H
#define CCLIP_KERNELS_H
#endif
