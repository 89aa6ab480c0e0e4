/* policy/registers.h — the registers of a pack as vg.policy.registers keeps them. */
#ifndef VG_POLICY_REGISTERS_H
#define VG_POLICY_REGISTERS_H

#include "core/arena.h"
#include "policy/policy.h"

/* JSON of the shape that sql/schema/0003_governance.sql tells. In the arena; NULL past its limit. */
const char *registers_json(struct vg_arena *, const struct policy_registers *);

#endif
