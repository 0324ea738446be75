/** How many failing rows are named. */
export const shownRows = 5;
