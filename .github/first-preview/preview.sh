#!/usr/bin/env bash
# The first preview of the stack $STACK, by the published CLI, SDK and provider, in no account: $ACCOUNT_URL answers for it.
set -euo pipefail
cd "$(dirname "$0")/../.."

# The state, and a copy of the settings: the CLI adds the key's salt to them, and what is set here is for here alone.
folder="$(mktemp -d)"
cp Pulumi.yaml "Pulumi.$STACK.yaml" "$folder"
mkdir "$folder/state"

pulumi login "file://$folder/state"
pulumi stack init "$STACK" --cwd "$folder"
pulumi config set-all --stack "$STACK" --cwd "$folder" --path \
  --plaintext aws:region=us-east-1 \
  --plaintext aws:skipCredentialsValidation=true \
  --plaintext aws:skipRequestingAccountId=true \
  --plaintext aws:skipMetadataApiCheck=true \
  --plaintext "aws:endpoints[0].sts=$ACCOUNT_URL" \
  --plaintext "aws:endpoints[0].sfn=$ACCOUNT_URL"
pulumi preview --stack "$STACK" --config-file "$folder/Pulumi.$STACK.yaml" --non-interactive
