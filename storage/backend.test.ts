/** One line a backend. */
import { backendConformance } from './backend.conformance.js';
import { openLevelDb } from './leveldb-backend.js';
import { logConformance } from './log.conformance.js';
import { openMemoryBackend } from './memory-backend.js';

backendConformance('memory', openMemoryBackend);
backendConformance('leveldb', openLevelDb);
logConformance('memory', openMemoryBackend);
logConformance('leveldb', openLevelDb);
