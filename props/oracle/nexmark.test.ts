import { testArea } from './area.js';

testArea('nexmark');
