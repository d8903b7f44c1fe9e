import { testArea } from './area.js';

testArea('ddl');
