import { testArea } from './area.js';

testArea('window');
