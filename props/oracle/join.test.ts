import { testArea } from './area.js';

testArea('join');
