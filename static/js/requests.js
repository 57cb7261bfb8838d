// Live filters of the list of requests. Without this script the whole list is there, and its index below.

const filter = document.getElementById("request-filter");
if (filter) {
  const status = filter.querySelector("[role=status]");
  const selects = [...filter.querySelectorAll("select")];
  const requests = [...document.querySelectorAll(".request[data-state]")];
  const parameters = new URLSearchParams(location.search);

  const show = () => {
    const chosen = selects.filter((select) => select.value);
    for (const request of requests) {
      request.hidden = !chosen.every((select) => request.dataset[select.dataset.filter].split(" ").includes(select.value));
    }
    for (const group of document.querySelectorAll("[data-group]")) {
      group.hidden = [...group.querySelectorAll(".request")].every((request) => request.hidden);
    }
    const shown = requests.filter((request) => !request.hidden).length;
    status.textContent = chosen.length ? `${shown} of ${requests.length} requests are shown.` : "";
  };

  for (const select of selects) {
    const asked = parameters.get(select.dataset.filter);
    if ([...select.options].some((option) => option.value === asked)) select.value = asked;
  }
  filter.addEventListener("change", () => {
    const told = new URLSearchParams(selects.filter((select) => select.value).map((select) => [select.dataset.filter, select.value]));
    history.replaceState(null, "", told.size ? `?${told}` : location.pathname);
    show();
  });
  filter.hidden = false;
  show();
}
