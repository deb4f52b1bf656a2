/** What is bundled for Node. The package itself comes first: it makes the engine and the flags that the gradients find. */
import '@tensorflow/tfjs-core';
import './browser.js';
