// Some servers answer an address without its last slash with the page itself. There every relative link would lead one
// level too high, so the slash is added before the page is read, and what its head has asked for is asked for again. No
// request is made for the page: a server that takes slashes away would send it back for ever.
if (!/(\/|\.html)$/.test(location.pathname)) {
  history.replaceState(history.state, "", `${location.pathname}/${location.search}${location.hash}`);
  for (const link of document.querySelectorAll("link")) link.replaceWith(link.cloneNode());
}
