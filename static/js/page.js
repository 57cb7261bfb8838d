// What every page has.

import "./menu.js";
import "./found.js";
import "./passages.js";
