/** The linnet, a small finch with a crimson breast. Its colours are tokens. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 64 64" aria-hidden="true">
      <path class="mark-wing" d="M4 47.5 17 37l7 7.5L9.5 53q-2 .6-3-1z" />
      <path class="mark-back" d="M13.5 42C13.5 27 23 16 37 16c7 0 12 4 12 15.5C49 44 43.5 53 31 53c-10.5 0-17.5-4.5-17.5-11z" />
      <path class="mark-belly" d="M52.5 30C53.5 44 43.5 53 31 53c-4 0-7.5-.7-10.3-1.9C31 50 36 44 38.5 36c2-5 8-7.5 14-6z" />
      <path class="mark-breast" d="M52 24c2.5 12-1.5 21.5-10.5 26-4-4-5.5-9-3.5-14.5 1-5 6-9 14-11.5z" />
      <circle class="mark-head" cx="42.5" cy="20" r="11.5" />
      <path class="mark-breast" d="M45 8.8c5 1 8.6 4.9 9 9.9-3.5.8-8.5-1.2-10.3-4.7-.9-1.8-.4-4.2 1.3-5.2z" />
      <path class="mark-beak" d="M53.3 15.8 60.3 20.3q.8.6 0 1.2l-7.4 3.3z" />
      <circle class="mark-ink" cx="46.8" cy="19.6" r="2" />
      <path class="mark-wing" d="M14.5 44.5C15 34 22 27.5 32.5 27.5c2 9-3.5 17.5-18 17z" />
      <path class="mark-legs" d="M30 53v6M36 52.3V59M26 59.2h14" />
    </svg>
  );
}
