// The guide within another site: what leads out of the frame opens beside it, as no other page of ours may be framed.
document.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest?.("a[href]");
    if (!link || link.pathname === location.pathname) return;
    link.target = "_blank";
    link.rel = "noopener";
  },
  true,
);
