#ifndef CCLIP_IMAGING_H
#define CCLIP_IMAGING_H
#endif
