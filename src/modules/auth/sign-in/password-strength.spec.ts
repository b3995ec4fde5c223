import { describe, expect, it } from '@jest/globals';
import { passwordWeakness } from './password-strength.js';

const words = ['giulia.bianchi', 'giulia.bianchi@brokers.example', 'Insurance CRM'];
const codeOf = (password: string) => passwordWeakness(password, words)?.code;

describe('a password', () => {
  it.each([
    ['seven7!', 'too_short'],
    ['x1'.repeat(65), 'too_long'],
    ['password', 'too_common'],
    ['PASSWORD', 'too_common'],
    ['p@ssw0rd', 'too_common'],
    ['monkey123!', 'too_common'],
    ['!!Superman', 'too_common'],
    ['1qaz2wsx', 'too_common'],
    ['zzzzzzzzzz', 'repeated'],
    ['ab1ab1ab1ab1', 'repeated'],
    ['lmnopqrstuv', 'sequence'],
    ['8765432109', 'sequence'],
    ['lkjhgfdsapoi', 'sequence'],
    ['giuliabianchi', 'personal'],
    ['giulia.bianchi', 'personal'],
    ['Bianchi-2026', 'personal'],
    ['insurancecrm', 'personal'],
    ['brokers77!', 'personal'],
  ])('%j is refused as %s', (password, code) => {
    expect(codeOf(password)).toBe(code);
  });

  it.each([
    'correct-horse-battery-staple',
    'seven-quiet-lanterns-drift',
    'Tr0ub4dor&3x',
    'k8#vQ2!mZp',
    'città-però-così',
    'пароль длинный и свой',
    'bianchi paints nine doors',
  ])('%j is taken', (password) => {
    expect(codeOf(password)).toBeUndefined();
  });

  it('counts characters as people do', () => {
    expect(codeOf('🦊🐢🦉🐝🦋🐙🦔')).toBe('too_short');
  });
});
