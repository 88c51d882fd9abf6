# Everything a person types. The steps are in scripts/, which install what they need.
.PHONY: serve dist test screenshots bench proof receivers audit

serve: ## the demo at http://127.0.0.1:8080 and the inbox at http://127.0.0.1:8090
	@scripts/serve.sh

dist: ## build dist/ and print what every artefact weighs
	@scripts/dist.sh

test: ## format, clippy, native tests, wasm tests, whole-product tests in Chromium
	@scripts/test.sh

screenshots: ## pictures of the demo and the inbox, into target/screenshots/
	@scripts/screenshots.sh

bench: ## print how fast demo pages, typing, scoring and a large build are on this machine
	@scripts/bench.sh $(if $(WRITE),--write)

proof: ## the long run behind the tables in docs/: promises a million times each, hosts, bytes, speed, fuzzing
	@scripts/proof.sh

receivers: ## leads to the real n8n, Node-RED and Kinto, which it installs (a gigabyte, once)
	@scripts/receivers.sh

audit: ## dependency advisories and licences, where a network exists
	cargo deny check
