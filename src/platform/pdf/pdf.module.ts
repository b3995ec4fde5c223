import { Module } from '@nestjs/common';
import { PdfRenderer } from './chromium.js';

/** The one Chromium of the process. */
@Module({ providers: [PdfRenderer], exports: [PdfRenderer] })
export class PdfModule {}
