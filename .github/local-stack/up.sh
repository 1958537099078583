#!/usr/bin/env bash
# The stack local, by the published CLI, SDK and provider, in a local cloud that is served here: made, read without a change,
# verified, changed, and taken away again. No account is asked.
set -euo pipefail
cd "$(dirname "$0")/../.."

# The state, and a copy of the settings: the CLI adds the key's salt to them.
folder="$(mktemp -d)"
cp Pulumi.yaml Pulumi.local.yaml "$folder"
mkdir "$folder/state"
options=(--config-file "$folder/Pulumi.local.yaml" --non-interactive)

dotnet build local
dotnet local/bin/Debug/net10.0/Fanout.Local.dll serve --empty --stack local --port 4566 > "$folder/served" &
server=$!
trap 'kill "$server" 2> /dev/null || true; wait "$server" || true' EXIT
until grep -q '^export AWS_DISABLE_HOST_PREFIX_INJECTION=' "$folder/served"; do
  kill -0 "$server" 2> /dev/null || { echo "::error::The local cloud did not start."; exit 1; }
  sleep 1
done
source <(grep '^export ' "$folder/served")

pulumi login "file://$folder/state"
pulumi stack init local --cwd "$folder"
pulumi up --stack local --yes --skip-preview "${options[@]}"
pulumi preview --stack local --refresh --expect-no-changes "${options[@]}"

pulumi stack output workflows --json --stack local > "$folder/outputs.json"
dotnet local/bin/Debug/net10.0/Fanout.Local.dll verify --stack local --outputs "$folder/outputs.json" --endpoint-url "$AWS_ENDPOINT_URL"

pulumi config set fanout:logRetentionDays 3 --stack local --config-file "$folder/Pulumi.local.yaml"
pulumi up --stack local --yes --skip-preview "${options[@]}"
pulumi destroy --stack local --yes --skip-preview "${options[@]}"
