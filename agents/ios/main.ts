// The agent for iOS.

import { serve } from "../core/agent.js";

serve(async () => {});
