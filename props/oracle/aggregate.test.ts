import { testArea } from './area.js';

testArea('aggregate');
