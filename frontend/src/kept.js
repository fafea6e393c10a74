// The page of a kept query: its copy buttons.
import { copies } from './copy.js';

copies(document);
