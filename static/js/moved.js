// On a page that has moved: go where it is now, and take the anchor along, and the words that a search found it by.
const link = document.getElementById("moved-to");
location.replace(link.href + location.search + location.hash);
