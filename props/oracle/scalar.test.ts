import { testArea } from './area.js';

testArea('scalar');
