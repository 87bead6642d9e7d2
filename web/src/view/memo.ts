// A component that is drawn again only when one of its props changed, or a signal
// that it read.

import { Component, createElement, type ComponentType, type FunctionComponent } from 'preact';

/** `by` names the props that count, when others (a handler made anew each time) don't. */
export function memo<P extends object>(Drawn: FunctionComponent<P>, by?: readonly (keyof P)[]): ComponentType<P> {
  return class Memo extends Component<P> {
    override shouldComponentUpdate(next: P): boolean {
      const names = by ?? (Object.keys({ ...this.props, ...next }) as (keyof P)[]);
      return names.some((name) => this.props[name] !== next[name]);
    }
    override render(props: P) {
      return createElement(Drawn, props);
    }
  };
}
