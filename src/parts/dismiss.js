// A banner that may be closed stays closed for the visit; before it is painted, the settling script has taken it away.
part("[data-lw-dismiss]", (button) => {
  button.hidden = false;
  button.addEventListener("click", () => {
    try { sessionStorage.setItem("leadwell:closed:" + button.dataset.lwDismiss, "1"); } catch {} // It may be blocked.
    button.closest("aside").remove();
    document.getElementById("lw-main")?.focus({ preventScroll: true });
  });
});
