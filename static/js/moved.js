// On a page that has moved: go where it is now, and take the anchor along.
const link = document.getElementById("moved-to");
location.replace(link.href + location.hash);
