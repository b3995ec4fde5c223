/** What the people of a large book are called; the first names of a list come up more often than the last. */
export const FIRST_NAMES = [
  'Marco', 'Giulia', 'Francesco', 'Sofia', 'Alessandro', 'Aurora', 'Lorenzo', 'Giorgia', 'Matteo', 'Martina', 'Andrea', 'Chiara', 'Gabriele', 'Alice',
  'Leonardo', 'Emma', 'Riccardo', 'Anna', 'Davide', 'Elena', 'Tommaso', 'Sara', 'Giuseppe', 'Greta', 'Antonio', 'Beatrice', 'Federico', 'Noemi',
  'Edoardo', 'Gaia', 'Samuele', 'Camilla', 'Pietro', 'Arianna', 'Luca', 'Ludovica', 'Giovanni', 'Marta', 'Filippo', 'Bianca', 'Michele', 'Viola',
  'Nicola', 'Cecilia', 'Salvatore', 'Irene', 'Vincenzo', 'Caterina', 'Stefano', 'Elisa', 'Paolo', 'Laura', 'Simone', 'Eleonora', 'Cristiano', 'Valentina',
  'Emanuele', 'Silvia', 'Raffaele', 'Francesca', 'Daniele', 'Margherita', 'Alberto', 'Rebecca', 'Enrico', 'Miriam', 'Claudio', 'Nicole', 'Fabio', 'Asia',
];

export const LAST_NAMES = [
  'Rossi', 'Russo', 'Ferrari', 'Esposito', 'Bianchi', 'Romano', 'Colombo', 'Ricci', 'Marino', 'Greco', 'Bruno', 'Gallo', 'Conti', 'De Luca', 'Mancini',
  'Costa', 'Giordano', 'Rizzo', 'Lombardi', 'Moretti', 'Barbieri', 'Fontana', 'Santoro', 'Mariani', 'Rinaldi', 'Caruso', 'Ferrara', 'Galli', 'Martini',
  'Leone', 'Longo', 'Gentile', 'Martinelli', 'Vitale', 'Lombardo', 'Serra', 'Coppola', 'De Santis', "D'Angelo", 'Marchetti', 'Parisi', 'Villa', 'Conte',
  'Ferraro', 'Ferri', 'Fabbri', 'Bianco', 'Marini', 'Grasso', 'Valentini', 'Messina', 'Sala', 'De Angelis', 'Gatti', 'Pellegrini', 'Palumbo', 'Sanna',
  'Farina', 'Rizzi', 'Monti', 'Cattaneo', 'Morelli', 'Amato', 'Silvestri', 'Mazza', 'Testa', 'Grassi', 'Pellegrino', 'Carbone', 'Giuliani', 'Benedetti',
  'Barone', 'Rossetti', 'Caputo', 'Montanari', 'Guerra', 'Palmieri', 'Bernardi', 'Martino', 'Fiore', 'De Rosa', 'Ferretti', 'Bellini', 'Basile', 'Riva',
  'Donati', 'Piras', 'Vitali', 'Battaglia', 'Sartori', 'Neri', 'Costantini', 'Milani', 'Pagano', 'Ruggiero', 'Sorrentino', "D'Amico", 'Orlando', 'Damico',
  'Negri', 'Mantovani', 'Cuomo', 'Zanella', 'Bevilacqua', 'Quattrocchi', 'Zuccarelli', 'Xodo', 'Iannuzzi', 'Wieser', 'Kofler', 'Pfattner', 'Jovine',
];
