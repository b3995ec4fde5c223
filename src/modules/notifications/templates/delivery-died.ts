import { type MailWords } from './mail-content.js';
import { type DeliveryDiedData } from './mail-data.js';

/** To the admins: one event has not had its effect, and will not by itself. */
export const deliveryDied: MailWords<DeliveryDiedData> = {
  en: (data) => ({
    subject: `Dead delivery: ${data.eventType} to ${data.subscriber}`,
    preheader: `Given up after ${attempts(data.attempts, 'attempt', 'attempts')}. It waits for your decision.`,
    title: 'A delivery needs your decision',
    greeting: 'Hello,',
    blocks: [
      {
        kind: 'text',
        text:
          `The event ${data.eventType} could not take effect in ${data.subscriber} and was ` +
          `given up after ${attempts(data.attempts, 'attempt', 'attempts')}. ` +
          'It is kept, but nothing more happens by itself.',
      },
      {
        kind: 'facts',
        rows: [
          ['Event id', data.eventId],
          ['Event', data.eventType],
          ['Subscriber', data.subscriber],
          ['Attempts', String(data.attempts)],
          ['Last error', data.lastError],
        ],
      },
      {
        kind: 'list',
        title: 'What to do',
        mark: '1',
        items: [
          'Find the cause: the last error above, and the log lines with this event id.',
          'Cause mended: have it delivered again (redrive), in the operations part of the system, under dead letters.',
          'Not to be delivered at all: close it there with a reason (skip). Both are recorded.',
        ],
      },
    ],
    closing: [data.companyName],
    footer:
      `You receive this e-mail, once for each dead delivery, because you are an administrator at ` +
      `${data.companyName}.`,
  }),
  it: (data) => ({
    subject: `Consegna interrotta: ${data.eventType} a ${data.subscriber}`,
    preheader: `Abbandonata dopo ${attempts(data.attempts, 'tentativo', 'tentativi')}. Attende una sua decisione.`,
    title: 'Una consegna attende una decisione',
    greeting: 'Buongiorno,',
    blocks: [
      {
        kind: 'text',
        text:
          `l’evento ${data.eventType} non ha avuto effetto in ${data.subscriber} ed è stato ` +
          `abbandonato dopo ${attempts(data.attempts, 'tentativo', 'tentativi')}. ` +
          'È conservato, ma da solo non accade altro.',
      },
      {
        kind: 'facts',
        rows: [
          ['Id evento', data.eventId],
          ['Evento', data.eventType],
          ['Destinatario', data.subscriber],
          ['Tentativi', String(data.attempts)],
          ['Ultimo errore', data.lastError],
        ],
      },
      {
        kind: 'list',
        title: 'Che cosa fare',
        mark: '1',
        items: [
          'Trovare la causa: l’ultimo errore qui sopra e le righe di log con questo id evento.',
          'Causa risolta: farlo consegnare di nuovo (redrive), tra le operazioni del sistema, alle consegne interrotte.',
          'Da non consegnare: chiuderlo lì con un motivo (skip). Entrambi vengono registrati.',
        ],
      },
    ],
    closing: [data.companyName],
    footer: `Riceve questa e-mail, una sola volta per consegna interrotta, perché amministra ${data.companyName}.`,
  }),
};

function attempts(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
