// Shows how many more characters a note may have.
const text = document.querySelector("textarea");
const left = document.querySelector("output");
text.addEventListener("input", () => {
  left.textContent = `${text.maxLength - text.value.length} left`;
});
