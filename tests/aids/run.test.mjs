// The name by which `node --test tests/aids/` finds its tests.
import "./run.mjs";
