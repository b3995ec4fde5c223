import 'reflect-metadata';
// Loaded first and whole: Jest cannot link Nest's ES modules when a CommonJS package among them asks for them half-way.
import '@nestjs/common';
import '@nestjs/core';
