// Some servers answer an address without its last slash with the page itself. There every relative link would lead one
// level too high, so the slash is added before anything else of the page is read. No request is made: a server that takes
// slashes away would send it back for ever.
if (!/(\/|\.html)$/.test(location.pathname)) {
  history.replaceState(history.state, "", `${location.pathname}/${location.search}${location.hash}`);
}
