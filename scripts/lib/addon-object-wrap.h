// Read before everything else when addons are compiled (CXXFLAGS, -include): Node's node::ObjectWrap without the cleanup
// hooks that it has since 24.19. Its destructor takes a hook back, for which Node must know its environment; but objects are
// also collected while no JavaScript runs, and then there is none: the process aborts ("Assertion failed: (env) != nullptr"
// in RemoveEnvironmentCleanupHook, from a Statement of better-sqlite3 12). Before 24.19 there were no such hooks.
// Needless from better-sqlite3 13 on, which is for Node 22 and later.
#pragma once
#include <node.h>

namespace node {
inline void NoCleanupHook(v8::Isolate*, void (*)(void*), void*) {}
}  // namespace node

#define AddEnvironmentCleanupHook NoCleanupHook
#define RemoveEnvironmentCleanupHook NoCleanupHook
#include <node_object_wrap.h>
#undef AddEnvironmentCleanupHook
#undef RemoveEnvironmentCleanupHook
