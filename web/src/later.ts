// What is fetched once somebody is about to need it, as one file: a second one would
// share a third with the first screen, and that is to come in four requests.

export { Accounts } from './app/accounts';
export * as member from './app/member';
export { Faces } from './app/faces';
export { Finder } from './app/finder';
export { Profile } from './app/profile';
export * as slash from './app/slash';
export { Views } from './app/views';
export { Entrance } from './view/entrance';
export { Chat } from './view/chat';
