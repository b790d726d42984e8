import "./style.css";
import { render } from "preact";
import { Shell } from "./ui/Shell";
import { start } from "./node/plane";

start();
render(<Shell />, document.getElementById("app")!);
