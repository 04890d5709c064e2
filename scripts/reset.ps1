<#
.SYNOPSIS
Gives a project a freshly migrated and seeded database.

.DESCRIPTION
The old database is kept: 'berth undo' brings it back.
Runs the command line 'berth reset' and passes on everything given to it and its exit code:
0 done, 1 a problem was met, 2 wrong usage, 130 cancelled.

.EXAMPLE
./scripts/reset.ps1 --project resources/sample --yes
#>

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
# An exit code other than 0 is passed on below; newer PowerShells would throw instead.
$PSNativeCommandUseErrorActionPreference = $false

$berth = Join-Path (Split-Path -Parent $PSScriptRoot) 'out/cli/berth.mjs'
if (-not (Test-Path -LiteralPath $berth)) { throw "$berth is missing: run 'npm run build' once." }

& node $berth reset @args
exit $LASTEXITCODE
